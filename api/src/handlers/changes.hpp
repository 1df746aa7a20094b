#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// GET /v1/changes: what has changed after an entry, at once or when something does (`wait`); with
/// "Accept: text/event-stream" as server-sent events, from Last-Event-ID on.
void changes(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
