#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace http::test {

/// One answer as it came over the wire.
struct Answer {
  unsigned status = 0;
  std::string head;  ///< with the empty line
  std::string body;

  /// The first field of that name (case as given), without the surrounding spaces.
  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

/// A blocking client on a raw socket, on 127.0.0.1. Reads give up after 10 s.
class Client {
 public:
  explicit Client(std::uint16_t port);
  /// Connects `socket`, and owns it.
  Client(std::uint16_t port, int socket);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// False if the server has gone.
  bool send(std::string_view bytes);
  /// At most `count` bytes in one go; "" at the end of the stream, after a reset, or after the time limit.
  std::string receive(std::size_t count = 65'536);
  /// All until the end of the stream.
  std::string receive_all();
  /// The next answer; nothing if the stream ends before it is whole. `head_only`: no body follows (HEAD).
  std::optional<Answer> answer(bool head_only = false);
  std::optional<Answer> ask(std::string_view request);
  /// The next chunk of a chunked body, "" for the last; nothing if the stream ends before it is whole, or it is
  /// malformed.
  std::optional<std::string> chunk();
  /// The chunks up to the last, joined; nothing if that does not come.
  std::optional<std::string> chunks();
  /// Whether the stream ends within the time, without another byte.
  bool closed_within(std::chrono::milliseconds time);

  void finish_sending();
  /// Closes with a reset (SO_LINGER 0).
  void abort();
  void set_receive_buffer(int bytes);
  void set_timeout(std::chrono::milliseconds time);
  [[nodiscard]] int fd() const { return fd_; }
  [[nodiscard]] bool connected() const { return fd_ >= 0; }
  /// Bytes received and not yet given.
  [[nodiscard]] const std::string& pending() const { return buffer_; }

 private:
  bool fill();

  int fd_ = -1;
  std::string buffer_;
};

/// "GET <target>" with a Host field.
std::string get(std::string_view target, std::string_view more_fields = {});
std::string post(std::string_view target, std::string_view body, std::string_view more_fields = {});

/// Entries of /proc/self/fd.
std::size_t open_descriptors();

}  // namespace http::test
