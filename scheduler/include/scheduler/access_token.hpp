#pragma once

#include <string>

namespace scheduler {

/// From the least to the most powerful: each may do what those before it may.
enum class Role { viewer, staff, coordinator, admin };

/// A key to the API. The secret itself is known only to its holder.
struct AccessToken {
  std::string label;
  Role role = Role::viewer;
  std::string secret_sha256;  ///< 64 hexadecimal digits

  friend bool operator==(const AccessToken&, const AccessToken&) = default;
};

/// Who gives a command, as the audit will name him.
struct Actor {
  std::string name;
  Role role = Role::viewer;

  friend bool operator==(const Actor&, const Actor&) = default;
};

}  // namespace scheduler
