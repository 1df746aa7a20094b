#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/responder.hpp"

namespace http {

/// What one client may cost. All inclusive: a request of exactly the limit passes.
struct Limits {
  std::size_t header_bytes = 16 * 1024;  ///< request line and fields together; past it 431
  std::size_t target_bytes = 8 * 1024;   ///< request target; past it 414
  std::size_t body_bytes = 256 * 1024;   ///< body, without chunk framing; past it 413
  /// If set, the body limit of each request in place of `body_bytes`. `path` is as sent, without the query and not
  /// decoded: "/v1/%69mport" is not "/v1/import", so let what is not recognized have the smallest limit. Thread-safe,
  /// must not throw.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_bytes_for;

  /// Open at once. Past it a new client takes the place of the one that has let the server wait longest: that said
  /// nothing yet, is idle between requests, does not finish its request, or does not close. If all are owed an answer,
  /// the new one gets 503 and is closed. Each takes two descriptors.
  std::size_t connections = 10'000;
  std::size_t pipelined_requests = 32;  ///< being answered at once on one connection; further ones are not read
  std::size_t unsent_bytes =
      1024 * 1024;  ///< answers a connection may hold unsent before its next requests are not read

  std::chrono::milliseconds first_byte{10'000};   ///< from connecting to the first byte; then closed
  std::chrono::milliseconds request{30'000};      ///< from a request's first byte to its last; then 408
  std::chrono::milliseconds idle{75'000};         ///< between requests; then closed
  std::chrono::milliseconds write_stall{30'000};  ///< in which a client takes no byte of what it is owed; then cut off
  std::chrono::milliseconds linger{
      2'000};  ///< for the client to close after the last answer; until then its bytes are discarded
};

struct ServerOptions {
  std::string address = "127.0.0.1";  ///< a name or an address; IPv6 without brackets
  std::uint16_t port = 0;             ///< 0: any that is free, told by port()
  std::size_t threads = 2;            ///< that read and parse, 1..64; two more accept and drain
  Limits limits;
  /// For the Date field. Null: the system's clock. Thread-safe.
  std::function<std::chrono::system_clock::time_point()> clock;
  /// Gets what no client is told (a handler's exception), for the log. Thread-safe, must not throw. May be null.
  std::function<void(std::string_view)> report;
};

/// A snapshot; the numbers are each right, not taken at one instant.
struct Counters {
  std::uint64_t connections_open = 0;      ///< now; each until both of its descriptors are closed
  std::uint64_t connections_accepted = 0;  ///< in all, the refused ones too
  std::uint64_t connections_refused = 0;   ///< for the limit, all others being owed an answer
  std::uint64_t connections_evicted = 0;   ///< cut off to make room for others
  std::uint64_t requests = 0;              ///< given to the handler
  std::uint64_t rejected = 0;              ///< answered by the transport itself: bad syntax, limits, timeouts
  std::uint64_t timeouts = 0;              ///< of every kind
};

/// An HTTP/1.1 server over plain TCP: keep-alive, pipelining, HEAD, chunked request bodies, Expect: 100-continue.
/// RFC 9110, RFC 9112. TLS and HTTP/2 are the work of a proxy in front.
class Server {
 public:
  Server(ServerOptions options, Handler handler);
  /// Stops without a drain.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds, and serves on its own threads. Once.
  /// @throws std::runtime_error if it cannot bind, with the reason and what to do about it.
  void start();

  /// The bound port; 0 before start().
  [[nodiscard]] std::uint16_t port() const;

  /// Stops accepting, lets the requests under way be answered (with "Connection: close"), closes the idle connections,
  /// and after `drain` at the latest cuts what is left. Returns when all the threads are gone and the handler will not
  /// be called again. Answers that come later go nowhere. Idempotent. Not from a handler.
  void stop(std::chrono::milliseconds drain);

  /// Thread-safe.
  [[nodiscard]] Counters counters() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace http
