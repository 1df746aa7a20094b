#pragma once

#include "scheduler/clock.hpp"

namespace karvon {

/// The one place where the time of day is read.
class SystemClock final : public scheduler::Clock {
 public:
  [[nodiscard]] scheduler::Instant now() const override {
    return date::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
};

}  // namespace karvon
