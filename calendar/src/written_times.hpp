#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/vevent.hpp"
#include "scheduler/event.hpp"

namespace calendar {

/// RFC 5545 3.3.4 and 3.3.5.
enum class TimeForm {
  utc,
  zoned,       ///< local, with TZID
  whole_days,  ///< VALUE=DATE
};

/// The times of one VEVENT, and of those that belong to it.
struct WrittenTimes {
  /// An occurrence that the rule gives, and that is different.
  struct Changed {
    scheduler::LocalTime recurrence_id;
    scheduler::Interval interval;
  };

  std::optional<Row> row = {};                      ///< where only this one is written; see Vevent::row
  std::string uid_suffix = {};                      ///< of the event's UID; empty: it is the event's own
  scheduler::Interval interval = {};                ///< DTSTART and DTEND
  TimeForm form = TimeForm::utc;                    ///< of all these times
  scheduler::TimeZone time_zone = {};               ///< in which `form` says them, where it is not UTC
  std::string recurrence_rule = {};                 ///< RRULE's value; empty: none
  std::vector<scheduler::LocalTime> excluded = {};  ///< EXDATE; each is a start that the rule makes
  std::vector<Changed> changed = {};                ///< each a VEVENT with RECURRENCE-ID
};

/// How the times of `event` are written: see VeventGroup. The series comes first, then rows in order. Empty when the
/// event has no occurrence.
[[nodiscard]] std::vector<WrittenTimes> written_times(const scheduler::Event& event);

}  // namespace calendar
