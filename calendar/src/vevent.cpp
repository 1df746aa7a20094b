#include "calendar/vevent.hpp"

#include <algorithm>

#include "calendar/content_line.hpp"
#include "ical_time.hpp"
#include "row_words.hpp"
#include "wording.hpp"
#include "written_times.hpp"

namespace calendar {
namespace {

using scheduler::Event;
using scheduler::EventKind;
using scheduler::EventStatus;
using scheduler::FreeBusyStatus;
using scheduler::Instant;
using scheduler::Interval;
using scheduler::LocalTime;
using scheduler::Record;
using scheduler::RecordPtr;
using scheduler::Room;
using scheduler::Uuid;
using scheduler::Visibility;

std::string_view status_word(EventStatus status) {
  switch (status) {
    case EventStatus::confirmed:
      return "CONFIRMED";
    case EventStatus::tentative:
      return "TENTATIVE";
    case EventStatus::cancelled:
      return "CANCELLED";
  }
  return {};
}

std::string_view class_word(Visibility visibility) {
  switch (visibility) {
    case Visibility::visible_to_all:
      return "PUBLIC";
    case Visibility::internal:
    case Visibility::private_to_participants:
      return "PRIVATE";
  }
  return {};
}

/// A hold is tentative, however sure its makers are.
EventStatus status_of(const Event& event) {
  const bool is_held = event.hold_until && event.status == EventStatus::confirmed;
  return is_held ? EventStatus::tentative : event.status;
}

/// Of a visit the stops take time, of a trip the whole.
bool takes_time(const Event& event, const Uuid& part) {
  if (event.status == EventStatus::cancelled || event.free_busy_status == FreeBusyStatus::free) return false;
  switch (event.kind()) {
    case EventKind::master_class:
    case EventKind::office_hours:
      return true;
    case EventKind::visit:
      return part != Uuid{};
    case EventKind::trip:
      return part == Uuid{};
  }
  return true;
}

/// MS-OXCICAL 2.1.3.1.1.20.31; it must agree with TRANSP.
std::string_view busy_status(const Event& event, const Uuid& part) {
  if (!takes_time(event, part)) return "FREE";
  if (status_of(event) == EventStatus::tentative) return "TENTATIVE";
  return event.kind() == EventKind::trip ? "OOF" : "BUSY";
}

/// As lasting as the event's own and the suffix are.
std::string uid_of(const Event& event, const std::string& suffix) {
  std::string uid = event.uid;
  return uid.insert(std::min(uid.rfind('@'), uid.size()), suffix);
}

Instant last_change_of(const Record<Event>& event, const std::vector<RecordPtr<Room>>& rooms) {
  Instant last = event.updated;
  for (const auto& room : rooms) last = std::max(last, room->updated);
  return last;
}

/// Writes the VEVENTs of one event.
class VeventWriter {
 public:
  VeventWriter(const Record<Event>& event, const std::vector<RecordPtr<Room>>& rooms, Language language, Detail detail)
      : record_(event),
        rooms_(rooms),
        language_(language),
        detail_(detail),
        last_modified_(ical_utc(last_change_of(event, rooms))),
        alike_(event.value) {
    alike_.recurrence_overrides.clear();
  }

  Vevent write(const WrittenTimes& times) const {
    ContentLines lines;
    add_vevent(lines, times, nullptr);
    for (const auto& changed : times.changed) add_vevent(lines, times, &changed);
    const bool is_zoned = times.form == TimeForm::zoned;
    return {times.row, times.interval.begin, is_zoned ? std::optional(times.time_zone) : std::nullopt, lines.take()};
  }

 private:
  /// That one occurrence as it is told; without one, what the occurrences have in common.
  Event told(const std::optional<LocalTime>& recurrence_id) const {
    const auto& overrides = record_.value.recurrence_overrides;
    const auto change = recurrence_id ? overrides.find(*recurrence_id) : overrides.end();
    if (change == overrides.end()) return alike_;
    Event one = alike_;
    one.recurrence_overrides.insert(*change);
    return occurrence_as_event(one, *recurrence_id);
  }

  void add_vevent(ContentLines& lines, const WrittenTimes& times, const WrittenTimes::Changed* changed) const {
    lines.add("BEGIN", "VEVENT");
    lines.add_text("UID", uid_of(alike_, times.uid_suffix));
    lines.add("DTSTAMP", last_modified_);
    lines.add("CREATED", ical_utc(record_.created));
    lines.add("LAST-MODIFIED", last_modified_);
    lines.add("SEQUENCE", std::to_string(alike_.sequence));
    if (changed != nullptr) add_local(lines, "RECURRENCE-ID", changed->recurrence_id, times);
    add_interval(lines, changed != nullptr ? changed->interval : times.interval, times);
    if (changed == nullptr) {
      if (!times.recurrence_rule.empty()) lines.add("RRULE", times.recurrence_rule);
      for (const LocalTime excluded : times.excluded) add_local(lines, "EXDATE", excluded, times);
    }
    const auto of_row = times.row ? std::optional(times.row->recurrence_id) : std::nullopt;
    const Uuid part = times.row ? times.row->part : Uuid{};
    add_words(lines, told(changed != nullptr ? changed->recurrence_id : of_row), part);
    add_status(lines, part);
    lines.add("END", "VEVENT");
  }

  /// A local time of the event, in any form but UTC.
  static void add_local(ContentLines& lines, std::string_view name, LocalTime local, const WrittenTimes& times) {
    if (times.form == TimeForm::whole_days) {
      lines.add(name, {{"VALUE", "DATE"}}, ical_date(date::floor<date::days>(local)));
    } else {
      lines.add(name, {{"TZID", times.time_zone.name()}}, ical_local(local));
    }
  }

  static void add_interval(ContentLines& lines, const Interval& interval, const WrittenTimes& times) {
    const auto add = [&](std::string_view name, Instant instant) {
      if (times.form == TimeForm::utc) {
        lines.add(name, ical_utc(instant));
      } else {
        add_local(lines, name, times.time_zone.to_local(instant), times);
      }
    };
    add("DTSTART", interval.begin);
    add("DTEND", interval.end);
  }

  void add_words(ContentLines& lines, const Event& event, const Uuid& part) const {
    const Wording& wording = wording_in(language_);
    const std::string prefix(event.status == EventStatus::cancelled ? wording.cancelled : "");
    if (detail_ == Detail::busy) {
      lines.add_text("SUMMARY", {{"LANGUAGE", tag_of(language_)}}, prefix + std::string(wording.busy));
      return;
    }
    const RowWords words = words_of(event, part, rooms_, language_);
    lines.add_text("SUMMARY", {{"LANGUAGE", words.title_language}}, prefix + words.title);
    if (!words.description.empty()) lines.add_text("DESCRIPTION", words.description);
    if (!words.location.empty()) lines.add_text("LOCATION", words.location);
    if (event.virtual_location) add_conference(lines, *event.virtual_location);
    lines.add_text("CATEGORIES", wording.kinds[event.details.index()]);
  }

  /// RFC 7986 5.11.
  static void add_conference(ContentLines& lines, const scheduler::VirtualLocation& location) {
    if (location.name) {
      lines.add("CONFERENCE", {{"VALUE", "URI"}, {"LABEL", *location.name}}, location.uri);
    } else {
      lines.add("CONFERENCE", {{"VALUE", "URI"}}, location.uri);
    }
  }

  void add_status(ContentLines& lines, const Uuid& part) const {
    lines.add("STATUS", status_word(status_of(alike_)));
    lines.add("CLASS", class_word(alike_.visibility));
    lines.add("TRANSP", takes_time(alike_, part) ? "OPAQUE" : "TRANSPARENT");
    lines.add("X-MICROSOFT-CDO-BUSYSTATUS", busy_status(alike_, part));
  }

  const Record<Event>& record_;
  const std::vector<RecordPtr<Room>>& rooms_;
  Language language_;
  Detail detail_;
  std::string last_modified_;
  Event alike_;  ///< without its overrides
};

}  // namespace

const Vevent* VeventGroup::find(const Row& row) const {
  const auto found = std::ranges::lower_bound(vevents, std::optional(row), {}, &Vevent::row);
  if (found != vevents.end() && found->row == row) return &*found;
  return !vevents.empty() && !vevents.front().row ? &vevents.front() : nullptr;
}

std::vector<RecordPtr<Room>> rooms_in(const scheduler::Schedule& schedule, const Event& event) {
  std::vector<RecordPtr<Room>> rooms;
  for (const auto id : rooms_of(event)) {
    if (auto room = schedule.find(id)) rooms.push_back(std::move(room));
  }
  return rooms;
}

VeventGroup vevents_of(const Record<Event>& event, const std::vector<RecordPtr<Room>>& rooms, Language language,
                       Detail detail) {
  const VeventWriter writer(event, rooms, language, detail);
  VeventGroup group{.last_modified = last_change_of(event, rooms), .vevents = {}};
  for (const WrittenTimes& times : written_times(event.value)) group.vevents.push_back(writer.write(times));
  std::ranges::sort(group.vevents, {}, &Vevent::row);
  return group;
}

}  // namespace calendar
