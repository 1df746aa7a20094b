#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/recurrence.hpp"
#include "scheduler/time.hpp"
#include "scheduler/wording.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

/// A directed pair of languages (BCP 47): who interprets from Korean to Uzbek may not interpret back.
struct LanguagePair {
  LanguageTag from;
  LanguageTag to;

  friend bool operator==(const LanguagePair&, const LanguagePair&) = default;
};

/// Hours of some days of the week: of a person's work, of a room's doors.
struct WeeklyHours {
  std::vector<Weekday> days;
  TimeOfDay from;
  TimeOfDay to;

  friend bool operator==(const WeeklyHours&, const WeeklyHours&) = default;
};

/// A stay at the department: in its time zone.
struct Stay {
  LocalTime arrival;
  LocalTime departure;

  friend bool operator==(const Stay&, const Stay&) = default;
};

struct Person {
  std::string name;
  LocalizedNames localizations;  ///< the name in other scripts
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::optional<std::string> organization;
  std::vector<std::string> roles;  ///< "expert", "interpreter", "head", ...: words of the department's own
  std::optional<TimeZone> time_zone;
  std::vector<LanguageTag> languages;  ///< spoken
  std::vector<LanguagePair> interprets;
  std::vector<WeeklyHours> working_hours;      ///< empty: unknown, so anything goes
  std::vector<Stay> presence;                  ///< of a guest: the only times of being here; empty: always here
  std::optional<Duration> daily_limit;         ///< of time in events on one local day; exact parts only
  std::optional<Duration> minimum_turnaround;  ///< between two events; exact parts only
  std::optional<std::string> note;

  friend bool operator==(const Person&, const Person&) = default;
};

}  // namespace scheduler
