#pragma once

#include "scheduler/scheduling_service.hpp"

namespace karvon {

/// Submits a command that no client sent, and waits for what becomes of it. Not for the service's own threads.
[[nodiscard]] scheduler::Result<scheduler::Answer> submit_and_wait(scheduler::SchedulingService& scheduling,
                                                                   scheduler::Command command);

}  // namespace karvon
