#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "registry.hpp"

namespace http {

/// Makes room in a full server: cuts off the connection that has waited longest for its client and owes it nothing.
///
/// Thread-safe; its mutex is never held around a call into a connection. Cheap under attack: one look at all the
/// connections finds many to evict, and what a new client may cost in looks is bounded.
class Eviction {
 public:
  /// `registry` must outlive it.
  explicit Eviction(const Registry& registry);

  /// False if there is none to evict, or too much was looked for one in vain.
  [[nodiscard]] bool evict_one();

 private:
  using Clock = Registry::Clock;

  [[nodiscard]] std::optional<Registry::Waiting> next();
  void search();

  const Registry& registry_;
  std::mutex mutex_;
  std::vector<Registry::Waiting> oldest_;  // the longest waiting at the back
  std::size_t credit_ = 0;                 // connections that may be looked at
  Clock::time_point searched_;
};

}  // namespace http
