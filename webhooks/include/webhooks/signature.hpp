#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scheduler/time.hpp"

namespace webhooks {

/// The secret that an endpoint shares with us, and what is signed with it (Standard Webhooks 1.0, symmetric).
class SigningKey {
 public:
  /// "whsec_" and the base64 (RFC 4648 4, padded) of 24 to 64 bytes. Anything else is nullopt.
  [[nodiscard]] static std::optional<SigningKey> parse(std::string_view secret);

  /// "v1," and the base64 of the HMAC-SHA256 of "id.timestamp.body".
  /// @param id without a '.', so that nothing can move between the three parts
  [[nodiscard]] std::string sign(std::string_view id, scheduler::Instant timestamp, std::string_view body) const;

 private:
  explicit SigningKey(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
};

/// A fresh secret of 32 random bytes, as SigningKey::parse reads it. @throws std::runtime_error without randomness
[[nodiscard]] std::string new_secret();

}  // namespace webhooks
