#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// GET /v1/audit: who did what when, with the objects before and after; of one object with `entity`.
void audit(const Environment& environment, Exchange exchange);

/// GET /v1/audit/{sequence}: one entry.
void audit_entry(const Environment& environment, Exchange exchange);

/// POST /v1/audit/{sequence}/revert: undo what the entry did, where nothing stands against it.
void revert(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
