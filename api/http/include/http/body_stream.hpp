#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace http {

class StreamPipe;

/// A body whose bytes come later, as those of server-sent events do. Put into Response::stream, and kept by whoever
/// writes it.
///
/// What is written before the answer's turn has come is kept; all is sent in the order of writing, to HTTP/1.1 as
/// chunks (writes may share one), to HTTP/1.0 until the connection closes. HEAD, 204 and 304 get the head only. The
/// requests behind it on the connection wait until it has ended.
///
/// A client is cut off when more than Limits::unsent_bytes wait for it while it takes nothing, or nothing was taken for
/// Limits::write_stall. One that takes what it gets may be silent, and written to seldom, for ever. One that closes, or
/// only its sending side, counts as gone; one that vanished without a word, or closed with more sent behind the request
/// than the server reads meanwhile, is noticed by a write.
///
/// Thread-safe. It outlives its connection and its server safely. The answer ends with the object. For one answer: a
/// second one that is given the same stream is empty.
class BodyStream {
 public:
  BodyStream();
  /// Ends it.
  ~BodyStream();
  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;

  /// Never blocks on the client or on a connection: the bytes are sent by a thread of the server. Dropped when the
  /// stream is not open.
  void write(std::string bytes);

  /// The answer is complete with what was written. Idempotent.
  void end();

  /// False once it has ended, the client has gone or was cut off, the answer went nowhere, or the server stops.
  [[nodiscard]] bool open() const;

  /// How many bytes were written and are not on their way yet: whoever has much to say waits while the client is
  /// behind.
  [[nodiscard]] std::size_t waiting() const;

 private:
  friend class StreamReader;

  const std::shared_ptr<StreamPipe> pipe_;
};

}  // namespace http
