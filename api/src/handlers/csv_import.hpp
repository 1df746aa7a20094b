#pragma once

#include "../exchange.hpp"

/// POST /v1/people/import and so on: a CSV file whose rows are decided one after the other, as if each had been sent
/// by itself. A row with an id changes that object, and needs its version where there is a column for it; one without
/// makes a new one. The answer says of each row what became of it; a row that fails stops no other.
///
/// With `?dryRun=true` the rows are decided on a draft, each on what those before it would make. With an
/// Idempotency-Key the file is bound to it, and a row that was written once is not written again.
namespace api::handlers {

void import_people(const Environment& environment, Exchange exchange);
void import_rooms(const Environment& environment, Exchange exchange);
void import_events(const Environment& environment, Exchange exchange);

/// 503: so many files are being worked on that no other can be.
[[nodiscard]] http::Response too_many_files();

}  // namespace api::handlers
