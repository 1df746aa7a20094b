#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// GET /v1/events: one row an occurrence, in order of start, cancelled ones only with `?cancelled=true`.
void agenda(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
