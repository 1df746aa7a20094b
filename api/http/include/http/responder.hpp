#pragma once

#include <functional>

#include "http/message.hpp"

namespace http {

/// The right, and the duty, to answer one request. Move-only.
///
/// It may be kept as long as needed and used from any thread; it outlives its connection and its server safely (the
/// answer then goes nowhere). Dropped unsent, it answers 500, so that no client waits for ever. One object is not for
/// two threads at once.
class Responder {
 public:
  using Sink = std::function<void(Response)>;

  /// Whether somebody is there still. Thread-safe, must not throw.
  using Audience = std::function<bool()>;

  /// `sink` gets the answer, once. Must not throw. (A test of a handler gives a sink of its own.) Without `audience`
  /// somebody always is.
  explicit Responder(Sink sink, Audience audience = nullptr);
  Responder(Responder&& other) noexcept;
  /// Answers 500 to a request that this object still had to answer.
  Responder& operator=(Responder&& other) noexcept;
  Responder(const Responder&) = delete;
  Responder& operator=(const Responder&) = delete;
  ~Responder();

  /// Answers. Only the first call has an effect. Does not block: what the client does not take is kept and sent as it
  /// reads.
  void send(Response response);

  /// Whether the client listens: false when it has closed its side of the connection, or was cut off. A client that
  /// only sends no more still gets an answer. For whoever keeps a request long.
  [[nodiscard]] bool is_awaited() const;

  /// Whether the answer is still owed.
  [[nodiscard]] explicit operator bool() const { return static_cast<bool>(sink_); }

 private:
  void drop() noexcept;

  Sink sink_;
  Audience audience_;
};

/// Called for every request: by a thread of the server, several at once, so it must be thread-safe and must not block.
/// Answers may come later and in any order. An exception that leaves it is reported and answers 500.
using Handler = std::function<void(Request, Responder)>;

}  // namespace http
