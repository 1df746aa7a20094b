#pragma once

#include <atomic>

namespace webhooks_test {

/// The names that this program resolves by itself, in place of the system: it defines getaddrinfo. Everything else is
/// the system's.
inline constexpr const char* kNameOfLoopback = "leads-to-loopback.karvon.example";
/// Is not answered until `names_are_answered` is set.
inline constexpr const char* kNameThatHangs = "hangs.karvon.example";

inline std::atomic<bool> names_are_answered = false;

}  // namespace webhooks_test
