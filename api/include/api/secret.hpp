#pragma once

#include <string>
#include <string_view>

#include "scheduler/ids.hpp"

namespace api {

/// A fresh API token: "kv_" and 256 random bits in base64url. Thread-safe.
/// @throws std::runtime_error if the system has no randomness to give
[[nodiscard]] std::string make_token();

/// A fresh secret for a link: 256 random bits in base64url. Thread-safe.
/// @throws std::runtime_error if the system has no randomness to give
[[nodiscard]] std::string make_secret();

/// A fresh key for signing what a webhook is told: "whsec_" and 256 random bits in base64. Thread-safe.
/// @throws std::runtime_error if the system has no randomness to give
[[nodiscard]] std::string make_webhook_secret();

/// SHA-256 in 64 lower-case hexadecimal digits. Thread-safe.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// Whether both are the same, in a time that depends on their lengths only.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

/// An id made of a name: the same name always gives the same id (a UUID of version 5, RFC 9562 5.5, in a name space of
/// Karvon's own).
[[nodiscard]] scheduler::Uuid id_of_name(std::string_view name);

/// Ids of 122 random bits (UUIDs of version 4). Thread-safe.
class RandomIds final : public scheduler::IdSource {
 public:
  [[nodiscard]] scheduler::Uuid next() override;
};

}  // namespace api
