#pragma once

#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// Everything in `schedule` that `event` would clash with, in order of time. The event `self` itself is looked past, so
/// that an event does not clash with what it was before.
[[nodiscard]] std::vector<Conflict> conflicts_of(const Schedule& schedule, const Event& event, Id<Event> self);

/// Whether conflicts_of() would name anything. Stops at the first; `occurrences` are those of `event`.
[[nodiscard]] bool has_conflict(const Schedule& schedule, const Event& event,
                                const std::vector<Occurrence>& occurrences, Id<Event> self);

/// How much free time the resource needs between two events.
[[nodiscard]] std::chrono::seconds changeover_of(const Schedule& schedule, const ResourceRef& resource);

}  // namespace scheduler
