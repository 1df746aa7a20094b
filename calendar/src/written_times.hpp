#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/event.hpp"

namespace calendar {

/// The times of one VEVENT.
struct WrittenTimes {
  std::optional<scheduler::LocalTime> occurrence = {};  ///< where only this one of a series is written
  scheduler::Interval first = {};                       ///< DTSTART and DTEND
  std::optional<scheduler::TimeZone> time_zone = {};    ///< in which the times are written; empty: UTC
  std::string recurrence_rule = {};                     ///< RRULE's value; empty: none
  std::vector<scheduler::LocalTime> excluded = {};      ///< EXDATE; each is a start that the rule makes
};

/// How the times of `event` are written: once where one VEVENT can say them (see VeventGroup), else once for each
/// occurrence. Empty when it has none.
[[nodiscard]] std::vector<WrittenTimes> written_times(const scheduler::Event& event);

}  // namespace calendar
