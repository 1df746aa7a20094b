#pragma once

#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/command.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/error.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// What a command would change.
struct Decision {
  std::vector<Change> changes;     ///< empty when everything is as the command wants it already
  std::vector<Conflict> warnings;  ///< clashes that do not stand in the way, or that were overridden
};

/// Whether `command` may happen to `schedule`, and what it changes. The one decider of previews and of writes: pure, no
/// I/O, no clock.
/// @param now in no way before the schedule's last change
/// @return InvalidInput, NotFound, StaleVersion, SchedulingConflict with every clash and what would work instead,
///         StillNeeded, Forbidden
[[nodiscard]] Result<Decision> decide(const Schedule& schedule, const Command& command, Instant now);

}  // namespace scheduler
