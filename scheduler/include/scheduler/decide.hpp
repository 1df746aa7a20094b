#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/command.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/error.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// An occurrence that was left out of a series because it clashes.
struct SkippedOccurrence {
  LocalTime recurrence_id;
  std::vector<Conflict> conflicts;

  friend bool operator==(const SkippedOccurrence&, const SkippedOccurrence&) = default;
};

/// What a command would change.
struct Decision {
  /// Empty when everything is as the command wants it already. What the command is about comes first; then what follows
  /// from it: appointments that have lost their hours, people who move up on a waiting list.
  std::vector<Change> changes;
  /// Clashes that do not stand in the way or were overridden, and those that the change brings upon other events. At
  /// most kMaxConflictsNamed.
  std::vector<Conflict> warnings;
  std::vector<SkippedOccurrence> skipped;  ///< with OnConflict::skip
  /// Of a new registration: its place among those who have a seat, or among those who wait.
  std::int32_t position = 0;
  /// How many sessions of other events were not looked at, because the change touches too many.
  std::size_t unexamined = 0;
};

/// Whether `command` may happen to `schedule`, and what it changes. The one decider of previews and of writes: pure, no
/// I/O, no clock.
/// @param now in no way before the schedule's last change
/// @return InvalidInput, NotFound, StaleVersion, SchedulingConflict with every clash and what would work instead,
///         StillNeeded, Refused, Forbidden
[[nodiscard]] Result<Decision> decide(const Schedule& schedule, const Command& command, Instant now);

}  // namespace scheduler
