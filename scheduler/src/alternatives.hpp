#pragma once

#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// What would work instead of `wanted`, which clashes: other times with the same people and rooms, and other rooms at
/// the same time that are no smaller than needed and have everything the wanted one has. Each has been held against
/// the same rules. At most six; bounded work, whatever is booked.
[[nodiscard]] std::vector<Alternative> alternatives_to(const Schedule& schedule, const Event& wanted, Id<Event> self,
                                                       Instant now);

}  // namespace scheduler
