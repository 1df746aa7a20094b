#include "row_words.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "scheduler/session.hpp"
#include "wording.hpp"

namespace calendar {
namespace {

using scheduler::Event;
using scheduler::Id;
using scheduler::LanguageTag;
using scheduler::LocalizedText;
using scheduler::LocalizedTexts;
using scheduler::MasterClass;
using scheduler::OfficeHours;
using scheduler::RecordPtr;
using scheduler::Room;
using scheduler::Trip;
using scheduler::Uuid;
using scheduler::Visit;

/// Whether readers of `language` read a text with this tag: "ru-UZ" too, but not "uz-Cyrl" where Uzbek is in Latin.
bool is_read_in(Language language, std::string_view tag) {
  const std::string_view asked = tag_of(language);
  if (tag == asked) return true;
  const bool is_other_script = language == Language::uzbek && tag.find("-Cyrl") != std::string_view::npos;
  return tag.starts_with(asked) && tag[asked.size()] == '-' && !is_other_script;
}

struct Phrase {
  std::string_view text;
  std::string_view language;
};

/// `member` of the text in `language`; without one, `own`, which is in `locale` (empty: taken for the language asked).
Phrase phrase_in(Language language, const LocalizedTexts& localizations,
                 std::optional<std::string> LocalizedText::*member, std::string_view own,
                 const std::optional<LanguageTag>& locale) {
  const std::string_view asked = tag_of(language);
  const bool own_is_read = locale && is_read_in(language, *locale);
  for (const auto& [tag, text] : localizations) {  // "uz" is before "uz-Latn"
    const bool is_better = tag == asked || !own_is_read;
    if (is_better && is_read_in(language, tag) && text.*member) return {*(text.*member), tag};
  }
  return {own, locale ? std::string_view(*locale) : asked};
}

std::string_view name_in(Language language, const Room& room) {
  for (const auto& [tag, name] : room.localizations) {
    if (is_read_in(language, tag)) return name.name;
  }
  return room.name;
}

class WordsOfPart {
 public:
  WordsOfPart(const Event& event, const Uuid& part, const std::vector<RecordPtr<Room>>& rooms, Language language)
      : event_(event), part_(part), rooms_(rooms), language_(language) {}

  RowWords operator()(const MasterClass&) const { return of_series(); }
  RowWords operator()(const OfficeHours&) const { return of_series(); }

  RowWords operator()(const Visit& visit) const {
    const auto stop = std::ranges::find(visit.stops, part_, [](const auto& each) { return each.id.value; });
    if (stop == visit.stops.end()) return of_event("");
    const Id<Room>* room = stop->room ? &*stop->room : nullptr;
    std::string location = room != nullptr ? location_of({*room}) : "";
    if (location.empty()) location = stop->place.value_or(stop->campus.value_or(""));
    return wording(stop->localizations, stop->title, stop->description, std::move(location));
  }

  RowWords operator()(const Trip& trip) const {
    const auto has_id = [this](const auto& each) { return each.id.value == part_; };
    const std::string destination = place_of(trip.destination);
    if (const auto leg = std::ranges::find_if(trip.legs, has_id); leg != trip.legs.end()) {
      return wording({}, title_of(event_, event_.start, part_), carriage_of(*leg), "");
    }
    const auto session = std::ranges::find_if(trip.sessions, has_id);
    if (session == trip.sessions.end()) return of_event(destination);
    return wording({}, session->title, "", session->place.value_or(destination));
  }

 private:
  RowWords wording(const LocalizedTexts& localizations, std::string_view title, std::string_view description,
                   std::string location) const {
    const Phrase said = phrase_in(language_, localizations, &LocalizedText::title, title, event_.locale);
    const Phrase told = phrase_in(language_, localizations, &LocalizedText::description, description, event_.locale);
    return {std::string(said.text), std::string(said.language), std::string(told.text), std::move(location)};
  }

  RowWords of_event(std::string location) const {
    return wording(event_.localizations, event_.title, event_.description, std::move(location));
  }

  RowWords of_series() const {
    RowWords words = of_event(location_of(needs_of(event_, event_.start, Uuid{})->rooms));
    if (event_.virtual_location) {
      if (!words.description.empty()) words.description += "\n\n";
      words.description += event_.virtual_location->name.value_or(std::string(wording_in(language_).online));
      words.description += ": " + event_.virtual_location->uri;
    }
    return words;
  }

  /// Rooms and campuses in words: "Black Box, Main; Studio 2, Chilonzor".
  std::string location_of(const std::vector<Id<Room>>& ids) const {
    std::string location;
    for (const Id<Room>& id : ids) {
      const auto room = std::ranges::find_if(rooms_, [&](const auto& each) { return each->id == id; });
      if (room == rooms_.end()) continue;
      if (!location.empty()) location += "; ";
      location += name_in(language_, (*room)->value);
      if ((*room)->value.campus) location += ", " + *(*room)->value.campus;
    }
    return location;
  }

  /// "Riga, Latvian Academy of Culture"
  static std::string place_of(const scheduler::Destination& destination) {
    return destination.venue ? destination.city + ", " + *destination.venue : destination.city;
  }

  /// "airBaltic, BT 731"
  static std::string carriage_of(const scheduler::Leg& leg) {
    if (!leg.carrier || !leg.number) return leg.carrier.value_or(leg.number.value_or(""));
    return *leg.carrier + ", " + *leg.number;
  }

  const Event& event_;
  const Uuid& part_;
  const std::vector<RecordPtr<Room>>& rooms_;
  Language language_;
};

}  // namespace

RowWords words_of(const Event& event, const Uuid& part, const std::vector<RecordPtr<Room>>& rooms, Language language) {
  return std::visit(WordsOfPart(event, part, rooms, language), event.details);
}

}  // namespace calendar
