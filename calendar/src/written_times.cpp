#include "written_times.hpp"

#include <algorithm>

#include "calendar/vtimezone.hpp"
#include "ical_time.hpp"

namespace calendar {
namespace {

using scheduler::Event;
using scheduler::Frequency;
using scheduler::Instant;
using scheduler::Interval;
using scheduler::LocalTime;
using scheduler::Occurrence;
using scheduler::RecurrenceRule;
using scheduler::TimeZone;

/// The same occurrences by a rule of those that MS-OXCICAL 2.1.3.2.2 knows: its daily rules have no weekdays.
std::optional<RecurrenceRule> rule_for_outlook(RecurrenceRule rule) {
  if (rule.frequency == Frequency::daily && !rule.by_day.empty()) {
    if (rule.interval != 1) return std::nullopt;
    rule.frequency = Frequency::weekly;
  }
  return rule;
}

/// Whether the clock shows the local time of `instant` a second time. RFC 5545 3.3.5 means the first, but some parsers
/// take the other one.
bool is_shown_twice(const TimeZone& zone, Instant instant) {
  const LocalTime local = zone.to_local(instant);
  const Instant second{local.time_since_epoch() - zone.offset_at(instant + date::days{1})};
  return second != instant && zone.to_local(second) == local;
}

/// Whether a local time in `zone` says exactly this instant, to everybody.
bool says_exactly(const Vtimezone& vtimezone, const TimeZone& zone, Instant instant) {
  const LocalTime local = zone.to_local(instant);
  return zone.to_instant(local) == instant && !is_shown_twice(zone, instant) && vtimezone.covers(zone, local);
}

bool says_exactly(const Vtimezone& vtimezone, const TimeZone& zone, const Interval& interval) {
  return says_exactly(vtimezone, zone, interval.begin) && says_exactly(vtimezone, zone, interval.end);
}

/// Whether every client finds the interval of the occurrence that begins at `start`, be it that it adds the length of
/// the first one to the clock's time or to the instant (RFC 5545 3.8.5.3 wants the latter; many do the former).
bool is_plain(const Event& event, const Vtimezone& vtimezone, LocalTime start) {
  const TimeZone& zone = event.time_zone;
  const Interval interval = zone.interval(start, event.duration);
  return zone.to_local(interval.begin) == start && interval.end - interval.begin == event.duration.length() &&
         zone.to_local(interval.end) - start == event.duration.length() && says_exactly(vtimezone, zone, interval);
}

/// A moment after the start of the last occurrence. Some clients read UNTIL with the offset of DTSTART, an hour off
/// after a change of the clock, and lose the last occurrence if UNTIL is its very start; Outlook takes only UNTIL's
/// local date.
Instant until_after(LocalTime last_start, const TimeZone& zone) {
  constexpr std::chrono::hours kSlack{2};
  const LocalTime end_of_day = date::floor<date::days>(last_start) + date::days{1} - std::chrono::seconds{1};
  return zone.to_instant(std::min(last_start + kSlack, end_of_day));
}

/// WKST decides only where weeks are left out, and is said there because clients' weeks begin on different days.
std::string recurrence_rule_text(const RecurrenceRule& rule, LocalTime last_start, const TimeZone& zone) {
  std::string text = rrule_without_until(rule);
  if (rule.until) text += ";UNTIL=" + ical_utc(until_after(last_start, zone));
  if (rule.frequency == Frequency::weekly && rule.interval > 1) text += ";WKST=MO";
  return text;
}

/// The whole series as one VEVENT; nullopt where that would not be right for every client.
std::optional<WrittenTimes> as_series(const Event& event) {
  const auto rule = rule_for_outlook(*event.recurrence_rule);
  const auto starts = expand(*event.recurrence_rule, event.start, scheduler::kMaxOccurrences);
  const auto vtimezone = vtimezone_of(event.time_zone);
  if (!rule || !starts || starts->empty() || !vtimezone) return std::nullopt;
  const auto plain = [&](LocalTime start) { return is_plain(event, *vtimezone, start); };
  if (!std::ranges::all_of(*starts, plain)) return std::nullopt;

  WrittenTimes times{.first = event.time_zone.interval(starts->front(), event.duration), .time_zone = event.time_zone};
  if (starts->size() > 1) {
    times.recurrence_rule = recurrence_rule_text(*rule, starts->back(), event.time_zone);
  }
  for (const auto& [recurrence_id, override] : event.recurrence_overrides) {
    if (override.excluded && std::ranges::binary_search(*starts, recurrence_id))
      times.excluded.push_back(recurrence_id);
  }
  return times;
}

WrittenTimes as_single(const Event& event, const Occurrence& occurrence) {
  WrittenTimes times{.first = occurrence.interval};
  const auto vtimezone = vtimezone_of(event.time_zone);
  if (vtimezone && says_exactly(*vtimezone, event.time_zone, occurrence.interval)) times.time_zone = event.time_zone;
  if (event.recurrence_rule) times.occurrence = occurrence.recurrence_id;
  return times;
}

}  // namespace

std::vector<WrittenTimes> written_times(const Event& event) {
  const std::vector<Occurrence> occurrences = occurrences_of(event);
  if (occurrences.empty()) return {};
  if (event.recurrence_rule) {
    if (auto series = as_series(event)) return {*std::move(series)};
  }
  std::vector<WrittenTimes> singles;
  singles.reserve(occurrences.size());
  for (const Occurrence& occurrence : occurrences) singles.push_back(as_single(event, occurrence));
  return singles;
}

}  // namespace calendar
