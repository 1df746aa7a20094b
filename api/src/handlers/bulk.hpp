#pragma once

#include "../exchange.hpp"

namespace api::handlers {

/// POST /v1/bulk: many requests in one, carried out in their order, each with its own result.
void bulk(const Environment& environment, Exchange exchange);

inline constexpr std::size_t kMostOperations = 100;

}  // namespace api::handlers
