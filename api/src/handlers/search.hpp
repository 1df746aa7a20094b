#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// GET /v1/search: people, rooms, institutions, events, ... that have all the words of `q`.
void search(const Environment& environment, Exchange exchange);

}  // namespace api::handlers
