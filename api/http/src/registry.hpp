#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace http {

class Connection;

/// All the connections that hold a descriptor. It owns them. Thread-safe; its mutex is taken last, never around a call
/// into a connection.
class Registry {
 public:
  using Clock = std::chrono::steady_clock;
  using Connections = std::vector<std::shared_ptr<Connection>>;

  struct Waiting {
    Clock::time_point since;
    std::uint64_t id = 0;
  };

  void add(std::uint64_t id, std::shared_ptr<Connection> connection);
  void remove(std::uint64_t id);

  [[nodiscard]] std::shared_ptr<Connection> find(std::uint64_t id) const;
  [[nodiscard]] Connections all() const;
  /// Those whose deadline is before `now`. A look at each, no lock of theirs.
  [[nodiscard]] Connections due(Clock::time_point now) const;
  /// Those that wait for their client and owe it nothing. A look at each, no lock of theirs; some may be wrong by now.
  [[nodiscard]] std::vector<Waiting> waiting() const;
  [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_relaxed); }

  /// False if some are still there at `deadline`.
  bool wait_empty(Clock::time_point deadline);

 private:
  mutable std::mutex mutex_;
  std::condition_variable emptied_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::atomic<std::size_t> size_{0};
};

}  // namespace http
