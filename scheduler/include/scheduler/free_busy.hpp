#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// RFC 5545 3.2.9, as far as it is told here; and being away.
enum class BusyType { busy, tentative, away };

constexpr std::array<std::string_view, 3> words_of(BusyType) { return {"busy", "tentative", "away"}; }

struct BusyPeriod {
  Interval interval;
  BusyType type = BusyType::busy;
  std::optional<TimeZone> time_zone;  ///< of the place where somebody who is away is

  friend bool operator==(const BusyPeriod&, const BusyPeriod&) = default;
};

/// When the room or person cannot be had within `window`, in order, cut to it; periods of the same type that touch are
/// one. A room is busy with its setup and teardown, with its parts and with what it is a part of, and on the days that
/// the department has closed it or everything; one that several events may share only when it is full. Public holidays
/// and exams only warn, and take nothing. Says nothing of what the events are. Pure; O(log n + found + closures).
[[nodiscard]] std::vector<BusyPeriod> free_busy(const Schedule& schedule, const ResourceRef& resource,
                                                const Interval& window);

}  // namespace scheduler
