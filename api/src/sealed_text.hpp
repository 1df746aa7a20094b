#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace api {

/// A text that only who has `secret` can read again (AES-256-GCM under a key that HKDF-SHA-256 makes of it): what is
/// stored of an answer may hold a secret that was told once. Thread-safe.
/// @throws std::runtime_error if the cryptographic library refuses
[[nodiscard]] std::string sealed(std::string_view text, std::string_view secret);

/// @return nullopt: it was sealed with another secret, or is damaged
[[nodiscard]] std::optional<std::string> unsealed(std::string_view text, std::string_view secret);

}  // namespace api
