#include "calendar/vevent.hpp"

#include <algorithm>

#include "calendar/content_line.hpp"
#include "ical_time.hpp"
#include "wording.hpp"
#include "written_times.hpp"

namespace calendar {
namespace {

using scheduler::Event;
using scheduler::EventStatus;
using scheduler::FreeBusyStatus;
using scheduler::Instant;
using scheduler::LocalTime;
using scheduler::Record;
using scheduler::RecordPtr;
using scheduler::Room;
using scheduler::TimeZone;
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

bool takes_time(const Event& event) {
  return event.status != EventStatus::cancelled && event.free_busy_status == FreeBusyStatus::busy;
}

/// MS-OXCICAL 2.1.3.1.1.20.31; it must agree with TRANSP.
std::string_view busy_status(const Event& event) {
  if (!takes_time(event)) return "FREE";
  return event.status == EventStatus::tentative ? "TENTATIVE" : "BUSY";
}

/// Rooms and campuses in words: "Black Box, Main; Studio 2, Chilonzor".
std::string location_of(const std::vector<RecordPtr<Room>>& rooms) {
  std::string location;
  for (const auto& room : rooms) {
    if (!location.empty()) location += "; ";
    location += room->value.name;
    if (room->value.campus) location += ", " + *room->value.campus;
  }
  return location;
}

/// One occurrence's own UID: as lasting as the event's and the recurrence id are.
std::string uid_of(const Event& event, const std::optional<LocalTime>& occurrence) {
  if (!occurrence) return event.uid;
  std::string uid = event.uid;
  const std::size_t at = std::min(uid.rfind('@'), uid.size());
  return uid.insert(at, "-" + ical_local(*occurrence));
}

void add_time(ContentLines& lines, std::string_view name, LocalTime local, const TimeZone& zone) {
  lines.add(name, {{"TZID", zone.name()}}, ical_local(local));
}

void add_times(ContentLines& lines, const WrittenTimes& times) {
  if (!times.time_zone) {
    lines.add("DTSTART", ical_utc(times.first.begin));
    lines.add("DTEND", ical_utc(times.first.end));
    return;
  }
  const TimeZone& zone = *times.time_zone;
  add_time(lines, "DTSTART", zone.to_local(times.first.begin), zone);
  add_time(lines, "DTEND", zone.to_local(times.first.end), zone);
  if (!times.recurrence_rule.empty()) lines.add("RRULE", times.recurrence_rule);
  for (const LocalTime excluded : times.excluded) add_time(lines, "EXDATE", excluded, zone);
}

void add_words(ContentLines& lines, const Event& event, const std::vector<RecordPtr<Room>>& rooms, Language language,
               Detail detail) {
  const Wording& words = wording_in(language);
  std::string summary(event.status == EventStatus::cancelled ? words.cancelled : "");
  summary += detail == Detail::full ? event.title : words.busy;
  lines.add_text("SUMMARY", {{"LANGUAGE", tag_of(language)}}, summary);
  if (detail == Detail::busy) return;
  if (!event.description.empty()) lines.add_text("DESCRIPTION", event.description);
  if (const std::string location = location_of(rooms); !location.empty()) lines.add_text("LOCATION", location);
  lines.add_text("CATEGORIES", words.kinds[event.details.index()]);
}

void add_status(ContentLines& lines, const Event& event) {
  lines.add("STATUS", status_word(event.status));
  lines.add("CLASS", class_word(event.visibility));
  lines.add("TRANSP", takes_time(event) ? "OPAQUE" : "TRANSPARENT");
  lines.add("X-MICROSOFT-CDO-BUSYSTATUS", busy_status(event));
}

Instant last_change_of(const Record<Event>& event, const std::vector<RecordPtr<Room>>& rooms) {
  Instant last = event.updated;
  for (const auto& room : rooms) last = std::max(last, room->updated);
  return last;
}

}  // namespace

std::vector<RecordPtr<Room>> rooms_in(const scheduler::Schedule& schedule, const Event& event) {
  std::vector<RecordPtr<Room>> rooms;
  for (const auto id : rooms_of(event)) {
    if (auto room = schedule.find(id)) rooms.push_back(std::move(room));
  }
  return rooms;
}

VeventGroup vevents_of(const Record<Event>& event, const std::vector<RecordPtr<Room>>& rooms, Language language,
                       Detail detail) {
  VeventGroup group{.last_modified = last_change_of(event, rooms), .vevents = {}};
  for (const WrittenTimes& times : written_times(event.value)) {
    ContentLines lines;
    lines.add("BEGIN", "VEVENT");
    lines.add_text("UID", uid_of(event.value, times.occurrence));
    lines.add("DTSTAMP", ical_utc(group.last_modified));
    lines.add("CREATED", ical_utc(event.created));
    lines.add("LAST-MODIFIED", ical_utc(group.last_modified));
    lines.add("SEQUENCE", std::to_string(event.value.sequence));
    add_times(lines, times);
    add_words(lines, event.value, rooms, language, detail);
    add_status(lines, event.value);
    lines.add("END", "VEVENT");
    group.vevents.push_back({times.occurrence, times.first.begin, times.time_zone, lines.take()});
  }
  return group;
}

}  // namespace calendar
