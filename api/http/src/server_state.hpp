#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "eviction.hpp"
#include "http/server.hpp"
#include "registry.hpp"
#include "writer.hpp"

namespace http {

/// What all the connections of a server share. It lives as long as the last of them, or the last Responder of one.
struct ServerState {
  ServerState(ServerOptions server_options, Handler server_handler);

  [[nodiscard]] std::chrono::system_clock::time_point now() const;
  void report(std::string_view text) const;
  /// Whether one more may come, if need be in place of another that is cut off. Thread-safe.
  [[nodiscard]] bool make_room();

  const ServerOptions options;
  const Handler handler;
  Registry registry;
  Eviction eviction;
  Writer writer;
  std::atomic<std::size_t> most_connections{0};  // the limit, or less if the process has fewer descriptors
  std::atomic<bool> draining{false};
  std::atomic<std::uint64_t> last_id{0};
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<std::uint64_t> evicted{0};
  // Connections in the registry that take no place.
  std::atomic<std::size_t> leaving{0};      // evicted, and the transport has not closed its descriptor yet
  std::atomic<std::size_t> turned_away{0};  // refused, and being told so
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> rejected{0};
  std::atomic<std::uint64_t> timeouts{0};
};

}  // namespace http
