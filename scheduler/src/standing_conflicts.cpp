#include "scheduler/standing_conflicts.hpp"

#include <algorithm>
#include <map>

#include "conflicts.hpp"
#include "scheduler/session.hpp"

namespace scheduler {
namespace {

/// Clashes that both events have: the way and the pause between two are found from either side too. `events`: those
/// that are looked at within `window`, in order.
bool is_said_by_the_other(const Conflict& conflict, Id<Event> id, const std::vector<Id<Event>>& events,
                          const Interval& window) {
  const bool is_pair =
      conflict.with && conflict.with->kind != OpponentKind::closure && conflict.rule != Rule::equipment_exhausted;
  if (!is_pair || !(conflict.with->id < id.value)) return false;
  // What lies outside says nothing, but for the parts of a visit, which are looked at together.
  return conflict.with->interval.overlaps(window) ||
         (conflict.with->kind == OpponentKind::visit &&
          std::binary_search(events.begin(), events.end(), Id<Event>{conflict.with->id}));
}

}  // namespace

StandingConflicts standing_conflicts(const Schedule& schedule, const Interval& window, std::size_t limit) {
  std::vector<Id<Event>> events;
  schedule.visit_occurrences(window, [&](const IndexedOccurrence& each) {
    events.push_back(each.event);
    return true;
  });
  std::sort(events.begin(), events.end());
  events.erase(std::unique(events.begin(), events.end()), events.end());

  StandingConflicts found;
  for (const Id<Event>& id : events) {
    const RecordPtr<Event> record = schedule.find(id);
    if (!claims_resources(record->value)) continue;
    std::vector<Session> sessions = sessions_of(record->value);
    // A visit's parts are held against each other: they stay together.
    if (record->value.kind() != EventKind::visit) {
      std::erase_if(sessions, [&](const Session& session) { return !session.interval.overlaps(window); });
    }
    for (Conflict& each : conflicts_of(schedule, record->value, id, sessions)) {
      if (each.severity != Severity::error || is_said_by_the_other(each, id, events, window)) continue;
      each.event = Opponent{id.value, static_cast<OpponentKind>(record->value.kind()),
                            title_of(record->value, each.recurrence_id, each.part), each.interval};
      found.conflicts.push_back(std::move(each));
    }
  }
  std::sort(found.conflicts.begin(), found.conflicts.end());
  found.complete = found.conflicts.size() <= limit;
  if (!found.complete) found.conflicts.resize(limit);
  return found;
}

}  // namespace scheduler
