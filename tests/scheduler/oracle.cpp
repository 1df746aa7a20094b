#include "oracle.hpp"

#include <date/tz.h>

#include <algorithm>

namespace oracle {

using namespace scheduler;
using std::chrono::seconds;

namespace {

Instant instant_of(const date::time_zone& zone, LocalTime local) {
  // The first instant at which the clock shows it. The clock goes forward only in whole minutes, by a day at most.
  const Instant guess{local.time_since_epoch()};
  const seconds before = zone.get_info(guess - std::chrono::hours{24}).offset;
  const seconds after = zone.get_info(guess + std::chrono::hours{24}).offset;
  const Instant with_before{local.time_since_epoch() - before};
  const Instant with_after{local.time_since_epoch() - after};
  if (zone.to_local(with_before) == local || before == after) return with_before;
  if (zone.to_local(with_after) == local) return with_after;
  return with_before;  // never shown: RFC 5545 3.3.5
}

std::int64_t weeks_since_1970(LocalTime time) {
  // The 1st of January 1970 was a Thursday: three days after a Monday.
  return (date::floor<date::days>(time).time_since_epoch().count() + 3) / 7;
}

bool in_interval(const RecurrenceRule& rule, LocalTime start, LocalTime time) {
  if (rule.frequency == Frequency::weekly)
    return (weeks_since_1970(time) - weeks_since_1970(start)) % rule.interval == 0;
  return (time - start) / std::chrono::hours{24} % rule.interval == 0;
}

template <class Visit>
void for_each_meeting(const std::vector<Time>& ours, const std::vector<Time>& theirs, seconds pause, Visit visit) {
  for (const Time& our : ours) {
    for (const Time& their : theirs) {
      const bool ours_is_over = our.interval.end + pause <= their.interval.begin;
      const bool theirs_is_over = their.interval.end + pause <= our.interval.begin;
      if (!ours_is_over && !theirs_is_over) visit(our, their);
    }
  }
}

}  // namespace

bool names_day(const RecurrenceRule& rule, LocalTime start) {
  const auto days_since_monday = (date::floor<date::days>(start).time_since_epoch().count() + 3) % 7;
  return std::any_of(rule.by_day.begin(), rule.by_day.end(),
                     [&](const ByDay& by_day) { return static_cast<int>(by_day.day) == days_since_monday; });
}

std::vector<LocalTime> expand(const RecurrenceRule& rule, LocalTime start) {
  RecurrenceRule same_weekday;
  if (rule.by_day.empty() && rule.frequency == Frequency::weekly) {
    const auto days_since_monday = (date::floor<date::days>(start).time_since_epoch().count() + 3) % 7;
    same_weekday.by_day.push_back({static_cast<Weekday>(days_since_monday), std::nullopt});
  }
  const date::year_month_day first{date::floor<date::days>(start)};
  const auto last_month = (first.year() + date::years{10}) / first.month();
  const auto last_day = std::min(first.day(), (last_month / date::last).day());
  const LocalTime ten_years_on = date::local_days{last_month / last_day} + (start - date::floor<date::days>(start));
  const LocalTime last_second_of_2037 = date::local_days{date::year{2037} / 12 / 31} + std::chrono::seconds{86'399};
  const LocalTime end = std::min(ten_years_on, last_second_of_2037);

  std::vector<LocalTime> starts;
  for (LocalTime time = start; time <= end; time += std::chrono::hours{24}) {
    if (rule.until && *rule.until < time) break;
    if (rule.count && static_cast<std::int32_t>(starts.size()) == *rule.count) break;
    if (!rule.by_day.empty() && !names_day(rule, time)) continue;
    if (!same_weekday.by_day.empty() && !names_day(same_weekday, time)) continue;
    if (in_interval(rule, start, time)) starts.push_back(time);
  }
  return starts;
}

std::vector<Time> times_of(const Event& event) {
  const date::time_zone& zone = *date::locate_zone(event.time_zone.name());
  std::vector<LocalTime> starts{event.start};
  if (event.recurrence_rule) starts = expand(*event.recurrence_rule, event.start);
  std::vector<Time> times;
  for (const LocalTime start : starts) {
    const auto changed = event.recurrence_overrides.find(start);
    if (changed != event.recurrence_overrides.end() && changed->second.excluded) continue;
    const LocalTime same_hour_later = start + date::days{7 * event.duration.weeks + event.duration.days};
    times.push_back({start, {instant_of(zone, start), instant_of(zone, same_hour_later) + event.duration.exact()}});
  }
  return times;
}

std::set<ResourceRef> taken_by(const Event& event) {
  std::set<ResourceRef> taken;
  if (event.status == EventStatus::cancelled) return taken;
  if (event.room) taken.insert({ResourceKind::room, event.room->value});
  for (const auto& room : event.rooms) taken.insert({ResourceKind::room, room.value});
  if (event.free_busy_status == FreeBusyStatus::free) return taken;
  for (const auto& person : event.people) taken.insert({ResourceKind::person, person.value});
  if (event.kind() == EventKind::office_hours) {
    taken.insert({ResourceKind::person, std::get<OfficeHours>(event.details).host.value});
  } else {
    const auto& master_class = std::get<MasterClass>(event.details);
    taken.insert({ResourceKind::person, master_class.expert.value});
    if (master_class.interpreter) taken.insert({ResourceKind::person, master_class.interpreter->person.value});
  }
  return taken;
}

void Department::accept(const Change& change) {
  if (const auto* room = std::get_if<Changed<Room>>(&change)) {
    std::erase_if(rooms_, [&](const Place& place) { return place.id == room->record().id; });
    if (!room->after) return;
    const Room& value = room->after->value;
    const auto length = [](const std::optional<Duration>& part) { return part ? part->exact() : seconds{0}; };
    rooms_.push_back({room->after->id, length(value.setup), length(value.teardown)});
  } else if (const auto* event = std::get_if<Changed<Event>>(&change)) {
    std::erase_if(events_, [&](const Booked& booked) { return booked.id == event->record().id; });
    const Event& value = event->after->value;
    events_.push_back({event->after->id, value, taken_by(value), times_of(value)});
  }
}

seconds Department::pause_between(const ResourceRef& resource) const {
  if (resource.kind == ResourceKind::person) return seconds{0};
  const auto room =
      std::find_if(rooms_.begin(), rooms_.end(), [&](const Place& place) { return place.id.value == resource.id; });
  return room == rooms_.end() ? seconds{0} : room->teardown + room->setup;
}

std::set<Clash> Department::clashes(const Event& event, Id<Event> self) const {
  std::set<Clash> found;
  const std::vector<Time> times = times_of(event);
  for (const ResourceRef& resource : taken_by(event)) {
    const seconds pause = pause_between(resource);
    for (const Booked& other : events_) {
      if (other.id == self || !other.takes.contains(resource)) continue;
      for_each_meeting(times, other.times, pause, [&](const Time& our, const Time& their) {
        const Interval kept{their.interval.begin - pause, their.interval.end + pause};
        found.insert({resource,
                      {std::max(our.interval.begin, kept.begin), std::min(our.interval.end, kept.end)},
                      our.recurrence_id,
                      other.id,
                      their.interval});
      });
    }
  }
  return found;
}

bool Department::crowds_itself(const Event& event) const {
  std::vector<ResourceRef> rooms;
  if (event.room) rooms.push_back({ResourceKind::room, event.room->value});
  for (const auto& room : event.rooms) rooms.push_back({ResourceKind::room, room.value});
  seconds pause{0};
  for (const ResourceRef& room : rooms) pause = std::max(pause, pause_between(room));
  const std::vector<Time> times = times_of(event);
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i - 1].interval.end + pause > times[i].interval.begin) return true;
  }
  return false;
}

bool Department::takes_already(Id<Event> id, const Event& event) const {
  const auto now = std::find_if(events_.begin(), events_.end(), [&](const Booked& booked) { return booked.id == id; });
  if (now == events_.end()) return false;
  const auto wanted_times = times_of(event);
  const auto wanted = taken_by(event);
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](const auto& resource) { return now->takes.contains(resource); }) &&
         (wanted.empty() || std::all_of(wanted_times.begin(), wanted_times.end(), [&](const Time& time) {
            return std::find(now->times.begin(), now->times.end(), time) != now->times.end();
          }));
}

std::size_t Department::users_of(const ResourceRef& resource) const {
  return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(), [&](const Booked& booked) {
    Event busy = booked.event;
    busy.free_busy_status = FreeBusyStatus::busy;
    return taken_by(busy).contains(resource);
  }));
}

std::size_t Department::overlapping_pairs() const {
  std::size_t pairs = 0;
  for (const Booked& first : events_) {
    for (const Booked& second : events_) {
      if (first.id <= second.id) continue;
      const bool share = std::any_of(first.takes.begin(), first.takes.end(),
                                     [&](const ResourceRef& resource) { return second.takes.contains(resource); });
      if (!share) continue;
      for_each_meeting(first.times, second.times, seconds{0}, [&](const Time&, const Time&) { ++pairs; });
    }
  }
  return pairs;
}

std::vector<Time> Department::busy(const ResourceRef& resource, Interval window) const {
  std::vector<Time> times;
  for (const Booked& booked : events_) {
    if (!booked.takes.contains(resource)) continue;
    for (const Time& time : booked.times) {
      if (time.interval.begin < window.end && window.begin < time.interval.end) times.push_back(time);
    }
  }
  std::sort(times.begin(), times.end(), [](const Time& a, const Time& b) {
    return std::tie(a.interval, a.recurrence_id) < std::tie(b.interval, b.recurrence_id);
  });
  return times;
}

}  // namespace oracle
