#include "any_value.hpp"

#include <rapidcheck.h>

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "entities.hpp"
#include "scheduler/describe.hpp"

namespace codec_test {

using namespace scheduler;

namespace {

/// Letters of the department's languages, and what JSON and calendars have to escape.
constexpr std::array<std::string_view, 16> kLetters = {"a", "Z", "0",  "oʻ", "ў", "қ", "한", "국",
                                                       "é", "😀", "\"", "\\", "/", "~", ";",  ","};

void fill(std::string& text, const Field& field) {
  const auto most = std::min<std::int64_t>(field.bounds.most, std::max<std::int64_t>(field.bounds.least, 12));
  const auto letters = *rc::gen::inRange(field.bounds.least, most + 1);
  text.clear();
  for (std::int64_t i = 0; i < letters; ++i) {
    std::string_view letter = kLetters[*rc::gen::inRange<std::size_t>(0, kLetters.size())];
    if (letter == "oʻ") letter = "ʻ";  // one code point
    if (field.multiline && *rc::gen::inRange(0, 8) == 0) letter = *rc::gen::element<std::string_view>("\n", "\t");
    text += letter;
  }
}

void fill(bool& flag, const Field&) { flag = *rc::gen::arbitrary<bool>(); }
void fill(std::int32_t& number, const Field& field) {
  number = static_cast<std::int32_t>(*rc::gen::inRange(field.bounds.least, field.bounds.most + 1));
}
void fill(std::uint64_t& number, const Field&) { number = *rc::gen::inRange<std::uint64_t>(0, 1'000'000'000'000); }
void fill(LocalTime& time, const Field&) {
  time = LocalTime{std::chrono::seconds{*rc::gen::inRange<std::int64_t>(0, 4'102'444'800)}};
}
void fill(Instant& instant, const Field&) {
  instant = Instant{std::chrono::seconds{*rc::gen::inRange<std::int64_t>(0, 4'102'444'800)}};
}
void fill(LocalDate& day, const Field&) { day = LocalDate{date::days{*rc::gen::inRange<int>(0, 47'482)}}; }
void fill(MonthOfYear& month, const Field&) { month.number = *rc::gen::inRange(1, 13); }
void fill(Duration& duration, const Field&) {
  const auto part =
      rc::gen::weightedOneOf<std::int32_t>({{1, rc::gen::just(0)}, {1, rc::gen::inRange<std::int32_t>(0, 1'000'000)}});
  duration = {*part, *part, *part, *part, *part};
}
void fill(TimeOfDay& time, const Field&) { time.since_midnight = std::chrono::minutes{*rc::gen::inRange(0, 1441)}; }
void fill(TimeZone& zone, const Field&) {
  zone = TimeZone::find(*rc::gen::element<std::string>("Asia/Tashkent", "Europe/Riga", "UTC", "Etc/GMT-5")).value();
}
template <class T>
void fill(Id<T>& id, const Field&) {
  id.value = {*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint64_t>()};
}
template <Worded E>
void fill(E& word, const Field&) {
  word = static_cast<E>(*rc::gen::inRange<std::size_t>(0, words_of(E{}).size()));
}

template <Described T>
void fill(T& object, const Field&);
template <class T>
void fill(std::vector<T>& list, const Field& field);

template <class T>
void fill(std::optional<T>& member, const Field& field) {
  member.reset();
  if (*rc::gen::inRange(0, 3) != 0) fill(member.emplace(), field);
}
template <class T>
void fill(std::vector<T>& list, const Field& field) {
  list.resize(*rc::gen::inRange<std::size_t>(0, std::min<std::size_t>(field.max_items, 4) + 1));
  for (T& item : list) fill(item, field);
}
template <class T>
void fill(std::map<LocalTime, T>& map, const Field& field) {
  map.clear();
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    LocalTime time;
    fill(time, field);
    fill(map[time], field);
  }
}
template <class T>
void fill(std::map<std::string, T>& map, const Field& field) {
  const Field& name_field = Described<T> ? field : kMemberName;
  map.clear();
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    std::string name;
    fill(name, name_field);
    fill(map[name], field);
  }
}
template <Described T>
void fill(T& object, const Field&) {
  describe([](const Field& field, auto& member) { fill(member, field); }, object);
}

}  // namespace

decltype(Event::details) blank_details(EventKind kind) {
  switch (kind) {
    case EventKind::master_class:
      return MasterClass{};
    case EventKind::office_hours:
      return OfficeHours{};
    case EventKind::visit:
      return Visit{};
    case EventKind::trip:
      return Trip{};
  }
  return {};
}

template <class T>
T any_value() {
  T value;
  if constexpr (std::is_same_v<T, Event>) {
    value.details = blank_details(static_cast<EventKind>(*rc::gen::inRange(0, 4)));
  }
  fill(value, Field{});
  return value;
}

template <class T>
Record<T> any_record() {
  Record<T> record;
  fill(record.id, Field{});
  record.version = *rc::gen::inRange<Version>(1, 1'000'000'000'000);
  fill(record.created, Field{});
  fill(record.updated, Field{});
  record.value = any_value<T>();
  return record;
}

#define CODEC_TEST_INSTANTIATE(Entity) \
  template Entity any_value();         \
  template Record<Entity> any_record();
CODEC_FOR_EACH_ENTITY(CODEC_TEST_INSTANTIATE)
#undef CODEC_TEST_INSTANTIATE

}  // namespace codec_test
