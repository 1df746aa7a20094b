#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/people.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

/// A pause within the hours, every day that they are held.
struct Break {
  TimeOfDay from;
  TimeOfDay to;

  friend bool operator==(const Break&, const Break&) = default;
};

struct OfficeHours {
  Id<Person> host;
  std::vector<Id<Person>> hosts;          ///< beside `host`: a visitor sees whoever of them is free
  std::optional<Duration> slot_duration;  ///< exact parts only; empty: no appointments are made
  std::int32_t slot_capacity = 1;         ///< visitors a slot and host
  std::vector<Break> breaks;
  std::optional<Duration> min_notice;   ///< an appointment is made this long ahead at least
  std::optional<Duration> max_advance;  ///< ... and this long at most

  friend bool operator==(const OfficeHours&, const OfficeHours&) = default;
};

}  // namespace scheduler
