#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

namespace http {

class Connection;

/// What lies between a BodyStream and the connection that sends it: the bytes written and not taken yet. Thread-safe;
/// its mutex is taken last and never held around a call out of it.
class StreamPipe {
 public:
  struct Taken {
    std::string bytes;
    bool last = false;  ///< nothing follows
  };

  /// For the writing side.
  /// @{
  void write(std::string bytes);
  void end();
  [[nodiscard]] bool open() const;
  [[nodiscard]] std::size_t waiting() const;
  /// @}

  /// For the reading side, the connection.
  /// @{
  /// From now on `reader` is told of the first write after each look(), and of the end. False if there is one already.
  bool attach(std::weak_ptr<Connection> reader);
  /// All that was written.
  [[nodiscard]] Taken take();
  /// How much waits.
  [[nodiscard]] std::size_t look();
  /// Takes no more writes.
  void finish();
  /// As finish(), and nobody will take what was written.
  void abandon();
  /// @}

 private:
  void tell() const;

  mutable std::mutex mutex_;
  std::string written_;
  bool open_ = true;
  bool told_ = false;
  bool attached_ = false;
  std::weak_ptr<Connection> reader_;  // set once, before the first tell()
};

}  // namespace http
