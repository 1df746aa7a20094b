#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/time.hpp"

namespace scheduler {

struct Room {
  std::string name;
  std::optional<std::string> campus;
  std::optional<std::int32_t> capacity;  ///< seats; empty: unknown
  std::vector<std::string> features;
  std::optional<Duration> setup;     ///< the room is taken this long before each event; exact parts only
  std::optional<Duration> teardown;  ///< ... and this long after it

  /// The time that must lie between the end of one event and the start of the next.
  [[nodiscard]] std::chrono::seconds changeover() const {
    return (setup ? setup->length() : std::chrono::seconds{0}) +
           (teardown ? teardown->length() : std::chrono::seconds{0});
  }

  friend bool operator==(const Room&, const Room&) = default;
};

}  // namespace scheduler
