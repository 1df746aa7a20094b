#pragma once

#include "../exchange.hpp"

/// GET /v1/people/export and so on: everything as a file that spreadsheets open, and that can be imported again.
namespace api::handlers {

void export_people(const Environment& environment, Exchange exchange);
void export_rooms(const Environment& environment, Exchange exchange);

/// The events that take place in a window, each in one row, in order of their first time there. A series is one row
/// too. What the token may not see is left out.
void export_events(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
