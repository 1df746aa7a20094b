#pragma once

#include <vector>

#include "scheduler/alternative.hpp"
#include "scheduler/event.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// What would work instead of `wanted`, which clashes: other times with the same people and rooms, other rooms at the
/// same time that are no smaller than needed and have everything that is needed, other interpreters; of a visit, for
/// each of the first stops that clash. Each has been held against the same rules; where there is anything without a
/// warning, only that is offered. Some ten at most; bounded work, whatever is booked.
[[nodiscard]] std::vector<Alternative> alternatives_to(const Schedule& schedule, const Event& wanted, Id<Event> self,
                                                       Instant now);

/// Likewise instead of one occurrence of a series, as its override wants it: other times and rooms for it alone.
[[nodiscard]] std::vector<Alternative> alternatives_to_occurrence(const Schedule& schedule, const Event& series,
                                                                  LocalTime recurrence_id, Id<Event> self, Instant now);

/// The occurrences of the series that could be booked without the others; empty where none or all could. One decision.
[[nodiscard]] std::vector<LocalTime> free_occurrences_of(const Schedule& schedule, const Event& wanted, Id<Event> self,
                                                         Instant now, const std::vector<Conflict>& conflicts);

}  // namespace scheduler
