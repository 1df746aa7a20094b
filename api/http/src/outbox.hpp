#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>

namespace http {

/// The bytes that a connection still owes its client, in order. Bodies are shared, not copied. Not thread-safe.
class Outbox {
 public:
  enum class Outcome {
    kEmpty,   ///< all is sent
    kFull,    ///< the socket takes no more now
    kBroken,  ///< the client is gone
  };

  void add(std::string head, std::shared_ptr<const std::string> body);

  /// Sends what the socket `fd` takes without blocking; `sent` becomes the number of bytes. Never raises SIGPIPE.
  [[nodiscard]] Outcome send(int fd, std::size_t& sent);

  [[nodiscard]] bool empty() const { return pieces_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  void clear();

 private:
  struct Piece {
    std::string head;
    std::shared_ptr<const std::string> body;  // null or not empty
    std::size_t sent = 0;                     // of both together

    [[nodiscard]] std::size_t size() const { return head.size() + (body ? body->size() : 0); }
  };

  void advance(std::size_t count);

  std::deque<Piece> pieces_;
  std::size_t bytes_ = 0;
};

}  // namespace http
