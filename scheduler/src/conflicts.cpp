#include "conflicts.hpp"

#include <algorithm>
#include <tuple>

#include "claims.hpp"

namespace scheduler {
namespace {

std::string name_of(const Schedule& schedule, const ResourceRef& resource) {
  switch (resource.kind) {
    case ResourceKind::room:
      if (const auto room = schedule.find(Id<Room>{resource.id})) return room->value.name;
      break;
    case ResourceKind::person:
      if (const auto person = schedule.find(Id<Person>{resource.id})) return person->value.name;
      break;
  }
  return {};
}

Conflict make_conflict(const Schedule& schedule, const ResourceRef& resource, std::chrono::seconds changeover,
                       const Occurrence& wanted, const IndexedOccurrence& taken) {
  const RecordPtr<Event> other = schedule.find(taken.event);
  Conflict conflict;
  conflict.rule = resource.kind == ResourceKind::room ? Rule::room_double_booked : Rule::person_double_booked;
  conflict.resource = resource;
  conflict.resource_name = name_of(schedule, resource);
  conflict.interval = wanted.interval.intersection(taken.interval.widened(changeover));
  conflict.recurrence_id = wanted.recurrence_id;
  conflict.with = taken.event;
  conflict.with_kind = other->value.kind();
  conflict.with_title = other->value.title;
  conflict.with_interval = taken.interval;
  return conflict;
}

}  // namespace

std::chrono::seconds changeover_of(const Schedule& schedule, const ResourceRef& resource) {
  if (resource.kind != ResourceKind::room) return std::chrono::seconds{0};
  const RecordPtr<Room> room = schedule.find(Id<Room>{resource.id});
  return room ? room->value.changeover() : std::chrono::seconds{0};
}

std::vector<Conflict> conflicts_of(const Schedule& schedule, const Event& event, Id<Event> self) {
  std::vector<Conflict> conflicts;
  const std::vector<Occurrence> occurrences = occurrences_of(event);
  for (const ResourceRef& resource : claims_of(event)) {
    // Of two neighbours, one needs its teardown and the other its setup: the gap must hold both, whichever comes first.
    const std::chrono::seconds changeover = changeover_of(schedule, resource);
    for (const Occurrence& wanted : occurrences) {
      schedule.visit_busy(resource, wanted.interval.widened(changeover), [&](const IndexedOccurrence& taken) {
        if (taken.event != self) conflicts.push_back(make_conflict(schedule, resource, changeover, wanted, taken));
        return true;
      });
    }
  }
  std::sort(conflicts.begin(), conflicts.end(), [](const Conflict& a, const Conflict& b) {
    return std::tie(a.interval, a.resource, a.with, a.with_interval) <
           std::tie(b.interval, b.resource, b.with, b.with_interval);
  });
  return conflicts;
}

bool has_conflict(const Schedule& schedule, const Event& event, const std::vector<Occurrence>& occurrences,
                  Id<Event> self) {
  bool found = false;
  for (const ResourceRef& resource : claims_of(event)) {
    const std::chrono::seconds changeover = changeover_of(schedule, resource);
    for (const Occurrence& wanted : occurrences) {
      schedule.visit_busy(resource, wanted.interval.widened(changeover), [&](const IndexedOccurrence& taken) {
        found = taken.event != self;
        return !found;
      });
      if (found) return true;
    }
  }
  return false;
}

}  // namespace scheduler
