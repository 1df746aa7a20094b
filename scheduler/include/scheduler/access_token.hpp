#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/event.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

/// From the least to the most powerful: each may do what those before it may.
enum class Role { viewer, staff, coordinator, admin };

/// To which events a token is limited. Empty: to none in particular, and to all else that its role may.
struct TokenScope {
  std::vector<EventKind> kinds;  ///< empty: any
  std::vector<Id<Room>> rooms;   ///< empty: any

  [[nodiscard]] bool limits() const { return !kinds.empty() || !rooms.empty(); }
  /// Whether `event` is of one of the kinds, and takes rooms, all of which are among `rooms`. Pure.
  [[nodiscard]] bool covers(const Event& event) const;

  friend bool operator==(const TokenScope&, const TokenScope&) = default;
};

/// A key to the API. The secret itself is known only to its holder.
struct AccessToken {
  std::string label;
  Role role = Role::viewer;
  std::string secret_sha256;                      ///< 64 hexadecimal digits
  std::optional<Instant> expires = std::nullopt;  ///< from then on it is as if it were not there
  TokenScope scope = {};

  [[nodiscard]] bool is_valid_at(Instant now) const { return !expires || now < *expires; }

  friend bool operator==(const AccessToken&, const AccessToken&) = default;
};

/// Who gives a command, as the audit will name him.
struct Actor {
  std::string name;
  Role role = Role::viewer;
  TokenScope scope = {};

  friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace scheduler
