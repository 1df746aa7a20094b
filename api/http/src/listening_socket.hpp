#pragma once

#include <cstdint>
#include <string>

namespace http {

/// Ends the listening of this process on `host` (numeric) and `port`, in place: its descriptor then is an unused
/// socket, so that who still calls accept() on it gets a plain error. False if there is no such socket.
bool stop_listening(const std::string& host, std::uint16_t port);

/// Whether this process still has connections that came in at `port`. It looks at every descriptor.
[[nodiscard]] bool has_connections_at(std::uint16_t port);

}  // namespace http
