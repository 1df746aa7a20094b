#pragma once

#include <cstddef>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

struct StandingConflicts {
  std::vector<Conflict> conflicts;  ///< in order of time, each with the event that has it
  bool complete = true;             ///< false: there are more than were asked for
};

/// What clashes as things stand: overridden when it was booked, or come about since, by a closure, a smaller room, or
/// another version of the time zones' rules. Errors by the department's policy only. A pair of events that cannot be at
/// once is named once, at the earlier of the two ids. Pure; costs a decision for each event in `window`.
[[nodiscard]] StandingConflicts standing_conflicts(const Schedule& schedule, const Interval& window, std::size_t limit);

}  // namespace scheduler
