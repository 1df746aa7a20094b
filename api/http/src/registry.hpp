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
  using Connections = std::vector<std::shared_ptr<Connection>>;

  void add(std::uint64_t id, std::shared_ptr<Connection> connection);
  void remove(std::uint64_t id);

  [[nodiscard]] std::shared_ptr<Connection> find(std::uint64_t id) const;
  [[nodiscard]] Connections all() const;
  /// Those whose deadline is before `now`. A look at each, no lock of theirs.
  [[nodiscard]] Connections due(std::chrono::steady_clock::time_point now) const;
  [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_relaxed); }

  /// False if some are still there at `deadline`.
  bool wait_empty(std::chrono::steady_clock::time_point deadline);

 private:
  mutable std::mutex mutex_;
  std::condition_variable emptied_;
  std::unordered_map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::atomic<std::size_t> size_{0};
};

}  // namespace http
