#include "scheduler/free_busy.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "rules/hours.hpp"

namespace scheduler {
namespace {

using std::chrono::seconds;

void add(std::vector<BusyPeriod>& periods, const Interval& window, BusyPeriod period) {
  period.interval = period.interval.intersection(window);
  if (period.interval.begin < period.interval.end) periods.push_back(period);
}

std::vector<BusyPeriod> joined(std::vector<BusyPeriod> periods) {
  std::sort(periods.begin(), periods.end(), [](const BusyPeriod& a, const BusyPeriod& b) {
    return std::tie(a.interval, a.type) < std::tie(b.interval, b.type);
  });
  std::vector<BusyPeriod> result;
  for (BusyPeriod& period : periods) {
    const auto same = std::find_if(result.rbegin(), result.rend(), [&](const BusyPeriod& each) {
      return each.type == period.type && each.time_zone == period.time_zone;
    });
    if (same != result.rend() && period.interval.begin <= same->interval.end) {
      same->interval.end = std::max(same->interval.end, period.interval.end);
    } else {
      result.push_back(period);
    }
  }
  return result;
}

BusyPeriod period_of(const Event& event, const IndexedOccurrence& taken, const Interval& interval) {
  if (const auto* trip = std::get_if<Trip>(&event.details); trip != nullptr && taken.part == Uuid{}) {
    return {interval, BusyType::away, trip->destination.time_zone};
  }
  return {interval, event.status == EventStatus::tentative ? BusyType::tentative : BusyType::busy, std::nullopt};
}

/// What the department itself has shut in that time; the other kinds only warn whoever books.
std::vector<RecordPtr<Closure>> shut_in(const Schedule& schedule, const Interval& window) {
  auto closures = rules::closures_in(schedule, window);
  std::erase_if(closures, [](const auto& closure) { return closure->value.kind != ClosureKind::closure; });
  return closures;
}

void add_person(const Schedule& schedule, Id<Person> id, const Interval& window, std::vector<BusyPeriod>& periods) {
  schedule.visit_busy({ResourceKind::person, id.value}, window, [&](const IndexedOccurrence& taken) {
    add(periods, window, period_of(schedule.find(taken.event)->value, taken, taken.interval));
    return true;
  });
  for (const RecordPtr<Closure>& closure : shut_in(schedule, window)) {
    const auto& people = closure->value.people;
    if (std::find(people.begin(), people.end(), id) == people.end()) continue;
    add(periods, window, {rules::interval_of(closure->value, schedule.settings().time_zone), BusyType::away, {}});
  }
}

/// The times at which all places of the room are taken.
std::vector<Interval> full_times(const std::vector<Interval>& taken, std::int32_t concurrency) {
  std::vector<std::pair<Instant, int>> edges;
  for (const Interval& each : taken) {
    edges.emplace_back(each.begin, 1);
    edges.emplace_back(each.end, -1);
  }
  std::sort(edges.begin(), edges.end());
  std::vector<Interval> full;
  int inside = 0;
  for (const auto& [at, step] : edges) {
    const bool was_full = inside >= concurrency;
    inside += step;
    const bool is_full = inside >= concurrency;
    if (is_full && !was_full) full.push_back({at, at});
    if (was_full && !is_full) full.back().end = at;
  }
  return full;
}

void add_room(const Schedule& schedule, Id<Room> id, const Interval& window, std::vector<BusyPeriod>& periods) {
  const RecordPtr<Room> room = schedule.find(id);
  if (!room) return;
  std::vector<Interval> own;
  for (const Id<Room>& space : schedule.rooms_sharing_space_with(id)) {
    const RecordPtr<Room> taken_room = schedule.find(space);
    if (!taken_room) continue;
    const auto before = taken_room->value.setup ? taken_room->value.setup->length() : seconds{0};
    const auto after = taken_room->value.teardown ? taken_room->value.teardown->length() : seconds{0};
    const Interval wide = window.widened(std::max(before, after));
    schedule.visit_busy({ResourceKind::room, space.value}, wide, [&](const IndexedOccurrence& taken) {
      const Interval interval{taken.interval.begin - before, taken.interval.end + after};
      if (space == id && room->value.concurrency > 1) {
        own.push_back(interval);
      } else {
        add(periods, window, period_of(schedule.find(taken.event)->value, taken, interval));
      }
      return true;
    });
  }
  for (const Interval& full : full_times(own, room->value.concurrency)) {
    add(periods, window, {full, BusyType::busy, std::nullopt});
  }
  for (const RecordPtr<Closure>& closure : shut_in(schedule, window)) {
    const auto& rooms = closure->value.rooms;
    const auto& campuses = closure->value.campuses;
    const bool is_shut =
        closure->value.is_for_all() || std::find(rooms.begin(), rooms.end(), id) != rooms.end() ||
        (room->value.campus && std::find(campuses.begin(), campuses.end(), *room->value.campus) != campuses.end());
    if (!is_shut) continue;
    add(periods, window, {rules::interval_of(closure->value, schedule.settings().time_zone), BusyType::busy, {}});
  }
}

}  // namespace

std::vector<BusyPeriod> free_busy(const Schedule& schedule, const ResourceRef& resource, const Interval& window) {
  std::vector<BusyPeriod> periods;
  if (resource.kind == ResourceKind::person) add_person(schedule, Id<Person>{resource.id}, window, periods);
  if (resource.kind == ResourceKind::room) add_room(schedule, Id<Room>{resource.id}, window, periods);
  return joined(std::move(periods));
}

}  // namespace scheduler
