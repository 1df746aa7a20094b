#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/entity_kind.hpp"
#include "scheduler/ids.hpp"

namespace scheduler {

/// Somebody else's address that is told of every change (https://www.standardwebhooks.com).
struct Webhook {
  std::string url;
  std::string description;
  std::vector<EntityKind> kinds;  ///< of objects whose changes are told; empty: all that a coordinator may see
  bool enabled = true;
  std::optional<std::string> disabled_reason;  ///< why Karvon itself has disabled it
  std::string secret;                          ///< "whsec_" and base64: known to both ends
  Position since = 0;                          ///< it is told of what came after this entry

  friend bool operator==(const Webhook&, const Webhook&) = default;
};

}  // namespace scheduler
