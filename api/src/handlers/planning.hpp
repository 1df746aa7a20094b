#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// Questions before anything is booked, and about what is.
void free_busy(const Environment& environment, Exchange exchange);
void availability(const Environment& environment, Exchange exchange);
void conflicts(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
