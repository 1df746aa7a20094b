#pragma once

#include <cstddef>
#include <memory>

#include "http/message.hpp"

namespace http {

class Connection;
class Outbox;
class StreamPipe;

/// The connection's end of a BodyStream, or of none. Dropped, it closes the stream for its writer. Move-only; guarded
/// by the connection's mutex.
class StreamReader {
 public:
  StreamReader() = default;
  /// Takes the stream out of `response`, if it has one; `connection` is told when there is something to take.
  StreamReader(Response& response, std::weak_ptr<Connection> connection);
  StreamReader(StreamReader&&) noexcept = default;
  StreamReader& operator=(StreamReader&& other) noexcept;
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;
  ~StreamReader();

  [[nodiscard]] explicit operator bool() const { return pipe_ != nullptr; }
  /// Whether more may be written.
  [[nodiscard]] bool open() const;
  /// Bytes written and not taken. The next write is told of again.
  [[nodiscard]] std::size_t waiting() const;
  /// Ends the stream behind what was written so far.
  void finish();
  /// Moves what was written to the outbox, as one chunk or as it is. True if that was the last.
  [[nodiscard]] bool move_to(Outbox& outbox, bool chunked);

 private:
  std::shared_ptr<StreamPipe> pipe_;
};

}  // namespace http
