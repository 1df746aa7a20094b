#pragma once

#include "scheduler/time.hpp"

namespace scheduler {

/// Where "now" comes from. Implementations are thread-safe.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual Instant now() const = 0;
};

}  // namespace scheduler
