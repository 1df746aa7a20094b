#include "registry.hpp"

#include <utility>

#include "connection.hpp"

namespace http {

void Registry::add(std::uint64_t id, std::shared_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  connections_.emplace(id, std::move(connection));
  size_.store(connections_.size(), std::memory_order_relaxed);
}

void Registry::remove(std::uint64_t id) {
  std::shared_ptr<Connection> last;  // destroyed without the lock
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(id);
  if (found == connections_.end()) return;
  last = std::move(found->second);
  connections_.erase(found);
  size_.store(connections_.size(), std::memory_order_relaxed);
  if (connections_.empty()) emptied_.notify_all();
}

std::shared_ptr<Connection> Registry::find(std::uint64_t id) const {
  const std::lock_guard lock(mutex_);
  const auto found = connections_.find(id);
  return found == connections_.end() ? nullptr : found->second;
}

Registry::Connections Registry::all() const {
  const std::lock_guard lock(mutex_);
  Connections copy;
  copy.reserve(connections_.size());
  for (const auto& [id, connection] : connections_) copy.push_back(connection);
  return copy;
}

Registry::Connections Registry::due(Clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  Connections expired;
  for (const auto& [id, connection] : connections_) {
    if (connection->deadline() <= now) expired.push_back(connection);
  }
  return expired;
}

std::vector<Registry::Waiting> Registry::waiting() const {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> found;
  found.reserve(connections_.size());
  for (const auto& [id, connection] : connections_) {
    const Clock::time_point since = connection->waiting_since();
    if (since != Clock::time_point::max()) found.push_back({since, id});
  }
  return found;
}

bool Registry::wait_empty(Clock::time_point deadline) {
  std::unique_lock lock(mutex_);
  return emptied_.wait_until(lock, deadline, [&] { return connections_.empty(); });
}

}  // namespace http
