#pragma once

#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"

namespace scheduler {

/// Everything that the event keeps for itself while it lasts; nothing when it is cancelled. One that leaves its
/// people free (free_busy_status) still takes its rooms.
[[nodiscard]] std::vector<ResourceRef> claims_of(const Event& event);

}  // namespace scheduler
