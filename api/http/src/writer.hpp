#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "descriptor.hpp"
#include "registry.hpp"

namespace http {

/// One thread beside the transport's. It sends what sockets did not take at once, ends what is overdue, and goes on
/// with connections whose next request had to wait for an answer.
class Writer {
 public:
  /// `registry` must outlive it. `tick`: how late a deadline may be noticed.
  Writer(Registry& registry, std::chrono::milliseconds tick);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void start();
  /// Returns when the thread is gone; later calls have no effect.
  void stop();

  /// Calls Connection::on_writable() once when `fd`, of connection `id`, takes bytes again. Thread-safe.
  void watch(std::uint64_t id, int fd);
  /// To be called before a watched descriptor is closed: its twin keeps the socket alive, and with it the entry in
  /// epoll.
  void forget(int fd);
  /// Calls Connection::resume() on the writer's thread. Thread-safe.
  void resume(std::shared_ptr<Connection> connection);

 private:
  void run();
  void wake() const;

  Registry& registry_;
  const std::chrono::milliseconds tick_;
  Descriptor epoll_;
  Descriptor wakeup_;
  std::mutex mutex_;
  bool stopping_ = false;
  std::vector<std::shared_ptr<Connection>> resumed_;
  std::thread thread_;
};

}  // namespace http
