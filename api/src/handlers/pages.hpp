#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// GET /calendar.ics: the public calendar (FEEDS.md 24-30).
void public_calendar(const Environment& environment, Exchange exchange);

/// GET /openapi.json.
void openapi(const Environment& environment, Exchange exchange);

/// GET /healthz: the process is alive.
void health(const Environment& environment, Exchange exchange);

/// GET /readyz: everything that is written is in memory, and the store can be reached; else 503.
void readiness(const Environment& environment, Exchange exchange);

/// GET /robots.txt: calendar services that obey it may fetch the feeds.
void robots(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
