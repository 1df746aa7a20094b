#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// The stops of a visit. Each is a part of it: its ETag is the visit's.
void create_stop(const Environment& environment, Exchange exchange);
void list_stops(const Environment& environment, Exchange exchange);
void get_stop(const Environment& environment, Exchange exchange);
void patch_stop(const Environment& environment, Exchange exchange);
void remove_stop(const Environment& environment, Exchange exchange);

/// The programme in the order of the days, with the names of places and people.
void itinerary(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
