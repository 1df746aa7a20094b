#include "written_times.hpp"

#include <algorithm>

#include "calendar/vtimezone.hpp"
#include "ical_time.hpp"
#include "outlook_rule.hpp"
#include "scheduler/session.hpp"

namespace calendar {
namespace {

using scheduler::Event;
using scheduler::EventKind;
using scheduler::Instant;
using scheduler::Interval;
using scheduler::LocalTime;
using scheduler::Occurrence;
using scheduler::OccurrenceOverride;
using scheduler::RecurrenceRule;
using scheduler::TimeZone;
using scheduler::Uuid;

date::local_days day_of(LocalTime time) { return date::floor<date::days>(time); }

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

/// Whether `interval` is from the beginning of one day to that of a later one.
bool is_whole_days(const TimeZone& zone, const Interval& interval) {
  const auto is_beginning = [&](Instant instant) { return zone.to_instant(day_of(zone.to_local(instant))) == instant; };
  return interval.begin < interval.end && is_beginning(interval.begin) && is_beginning(interval.end);
}

/// The form in which everybody finds this interval.
TimeForm form_of(const Event& event, const TimeZone& zone, const Interval& interval) {
  if (event.show_without_time && is_whole_days(zone, interval)) return TimeForm::whole_days;
  const auto vtimezone = vtimezone_of(zone);
  return vtimezone && says_exactly(*vtimezone, zone, interval) ? TimeForm::zoned : TimeForm::utc;
}

/// Whether every client finds the interval of the occurrence that begins at `start`, be it that it adds the length of
/// the first one to the clock's time or to the instant (RFC 5545 3.8.5.3 wants the latter; many do the former).
bool is_plain(const Event& event, const Vtimezone& vtimezone, LocalTime start) {
  const TimeZone& zone = event.time_zone;
  const Interval interval = zone.interval(start, event.duration);
  return zone.to_local(interval.begin) == start && interval.end - interval.begin == event.duration.length() &&
         zone.to_local(interval.end) - start == event.duration.length() && says_exactly(vtimezone, zone, interval);
}

/// The one form in which everybody finds all that begin at `starts`; nullopt: there is none.
std::optional<TimeForm> form_of_series(const Event& event, const std::vector<LocalTime>& starts) {
  if (event.show_without_time && day_of(starts.front()) == starts.front() &&
      event.duration.exact() == std::chrono::seconds{0}) {
    return TimeForm::whole_days;  // dates are the same in every zone
  }
  const auto vtimezone = vtimezone_of(event.time_zone);
  const auto plain = [&](LocalTime start) { return is_plain(event, *vtimezone, start); };
  return vtimezone && std::ranges::all_of(starts, plain) ? std::optional(TimeForm::zoned) : std::nullopt;
}

/// A moment after the start of the last occurrence. Some clients read UNTIL with the offset of DTSTART, an hour off
/// after a change of the clock, and lose the last occurrence if UNTIL is its very start; Outlook takes only UNTIL's
/// local date.
Instant until_after(LocalTime last_start, const TimeZone& zone) {
  constexpr std::chrono::hours kSlack{2};
  const LocalTime end_of_day = day_of(last_start) + date::days{1} - std::chrono::seconds{1};
  return zone.to_instant(std::min(last_start + kSlack, end_of_day));
}

/// MS-OXCICAL 2.1.3.2.2 has three digits for COUNT.
std::string recurrence_rule_text(RecurrenceRule rule, LocalTime last_start, TimeForm form, const TimeZone& zone) {
  constexpr std::int32_t kMostCounted = 999;
  const bool has_until = rule.until || (rule.count && *rule.count > kMostCounted);
  if (has_until) rule.count.reset();
  std::string text = rrule_without_until(rule);
  if (!has_until) return text;
  return text + ";UNTIL=" +
         (form == TimeForm::whole_days ? ical_date(day_of(last_start)) : ical_utc(until_after(last_start, zone)));
}

const OccurrenceOverride* find_override(const Event& event, LocalTime recurrence_id) {
  const auto found = event.recurrence_overrides.find(recurrence_id);
  return found != event.recurrence_overrides.end() ? &found->second : nullptr;
}

/// Whether a reader of the calendar sees the difference: people and equipment are not written.
bool is_seen(const OccurrenceOverride& change) {
  return change.start || change.duration || change.title || change.description || change.room || change.rooms;
}

/// Whether Outlook lets the occurrence be moved so far. It refuses to move one onto the day of the one before or
/// after it, or past it. `before` is the day of the last that was kept.
bool stays_in_its_place(const Occurrence& occurrence, const std::vector<LocalTime>& starts, LocalTime before) {
  if (occurrence.start == occurrence.recurrence_id) return true;
  const auto place = std::ranges::lower_bound(starts, occurrence.recurrence_id);
  const auto day = day_of(occurrence.start);
  return before < day && (place == starts.begin() || day_of(*std::prev(place)) < day) &&
         (std::next(place) == starts.end() || day < day_of(*std::next(place)));
}

/// The occurrences of the rule that can be told as its own, in order of recurrence id.
std::vector<Occurrence> kept_in_series(const Event& event, const std::vector<LocalTime>& starts,
                                       std::vector<Occurrence> occurrences, TimeForm form) {
  std::ranges::sort(occurrences, {}, &Occurrence::recurrence_id);
  std::vector<Occurrence> kept;
  LocalTime last_day = LocalTime::min();
  for (const Occurrence& occurrence : occurrences) {
    if (!std::ranges::binary_search(starts, occurrence.recurrence_id)) continue;
    const bool is_changed = find_override(event, occurrence.recurrence_id) != nullptr;
    if (is_changed && form_of(event, event.time_zone, occurrence.interval) != form) continue;
    if (!stays_in_its_place(occurrence, starts, last_day)) continue;
    kept.push_back(occurrence);
    last_day = day_of(occurrence.start);
  }
  return kept;
}

/// As many occurrences as possible as one VEVENT and those that belong to it; nullopt where that would not be right
/// for every client, or nothing is left to be written so.
std::optional<WrittenTimes> as_series(const Event& event, const std::vector<LocalTime>& starts,
                                      const std::vector<Occurrence>& occurrences) {
  const auto rule = rule_for_outlook(event, starts);
  const auto form = form_of_series(event, starts);
  if (!rule || !form) return std::nullopt;
  const std::vector<Occurrence> kept = kept_in_series(event, starts, occurrences, *form);
  if (kept.empty()) return std::nullopt;

  WrittenTimes times{.interval = event.time_zone.interval(starts.front(), event.duration),
                     .form = *form,
                     .time_zone = event.time_zone,
                     .recurrence_rule = recurrence_rule_text(*rule, starts.back(), *form, event.time_zone)};
  std::ranges::copy_if(starts, std::back_inserter(times.excluded), [&](LocalTime start) {
    return !std::ranges::binary_search(kept, start, {}, &Occurrence::recurrence_id);
  });
  for (const Occurrence& occurrence : kept) {
    const OccurrenceOverride* change = find_override(event, occurrence.recurrence_id);
    if (change != nullptr && is_seen(*change)) times.changed.push_back({occurrence.recurrence_id, occurrence.interval});
  }
  return times;
}

bool is_in(const WrittenTimes& series, const std::vector<LocalTime>& starts, LocalTime recurrence_id) {
  return std::ranges::binary_search(starts, recurrence_id) &&
         !std::ranges::binary_search(series.excluded, recurrence_id);
}

WrittenTimes as_single(const Event& event, Row row, const TimeZone& zone, const Interval& interval,
                       std::string uid_suffix) {
  return {.row = row,
          .uid_suffix = std::move(uid_suffix),
          .interval = interval,
          .form = form_of(event, zone, interval),
          .time_zone = zone};
}

std::vector<WrittenTimes> times_of_series(const Event& event) {
  const std::vector<Occurrence> occurrences = occurrences_of(event);
  const std::vector<LocalTime> starts = rule_starts_of(event);
  std::vector<WrittenTimes> written;
  if (starts.size() > 1) {
    if (auto series = as_series(event, starts, occurrences)) written.push_back(*std::move(series));
  }
  const bool has_series = !written.empty();
  for (const Occurrence& occurrence : occurrences) {
    const LocalTime id = occurrence.recurrence_id;
    if (has_series && is_in(written.front(), starts, id)) continue;
    const bool is_event_itself = starts.size() == 1 && starts.front() == id;
    written.push_back(as_single(event, {id, Uuid{}}, event.time_zone, occurrence.interval,
                                is_event_itself ? "" : '-' + ical_local(id)));
  }
  return written;
}

std::vector<WrittenTimes> times_of_journey(const Event& event) {
  std::vector<WrittenTimes> written;
  for (const scheduler::Session& session : sessions_of(event)) {
    written.push_back(as_single(event, {session.recurrence_id, session.part}, session.time_zone, session.interval,
                                session.part == Uuid{} ? "" : '-' + session.part.to_string()));
  }
  return written;
}

}  // namespace

std::vector<WrittenTimes> written_times(const Event& event) {
  switch (event.kind()) {
    case EventKind::master_class:
    case EventKind::office_hours:
      return times_of_series(event);
    case EventKind::visit:
    case EventKind::trip:
      return times_of_journey(event);
  }
  return {};
}

}  // namespace calendar
