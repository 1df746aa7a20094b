#pragma once

#include <stop_token>

#include "scheduler/clock.hpp"
#include "scheduler/scheduling_service.hpp"

namespace karvon {

/// Where this machine has other rules of time zones than those under which the department was last looked through
/// (`timeZoneRules` of its settings), looks through all that is ahead, logs what clashes now, and keeps the new
/// version. Nothing is changed or cancelled: what clashes stays as it is booked. Takes seconds in a large department;
/// ends early, to begin anew at the next start, when it is asked to stop.
void look_through_again(scheduler::SchedulingService& scheduling, const scheduler::Clock& clock,
                        const std::stop_token& stop);

}  // namespace karvon
