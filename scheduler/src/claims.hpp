#pragma once

#include <cstdint>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/session.hpp"

namespace scheduler {

/// So much of a resource.
struct Claim {
  ResourceRef resource;
  std::int32_t quantity = 1;

  friend auto operator<=>(const Claim&, const Claim&) = default;
};

/// What a session takes, each resource once: its rooms and equipment, and its people unless it leaves them free. Of an
/// event that claims its resources.
[[nodiscard]] std::vector<Claim> claims_of(const Needs& needs);

}  // namespace scheduler
