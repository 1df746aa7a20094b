#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/recurrence.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

/// A directed pair of languages (BCP 47): who interprets from Korean to Uzbek may not interpret back.
struct LanguagePair {
  std::string from;
  std::string to;

  friend bool operator==(const LanguagePair&, const LanguagePair&) = default;
};

struct WorkingHours {
  std::vector<Weekday> days;
  TimeOfDay from;
  TimeOfDay to;

  friend bool operator==(const WorkingHours&, const WorkingHours&) = default;
};

struct Person {
  std::string name;
  std::optional<std::string> email;
  std::vector<std::string> roles;  ///< "expert", "interpreter", "head", ...: words of the department's own
  std::optional<TimeZone> time_zone;
  std::vector<LanguagePair> interprets;
  std::vector<WorkingHours> working_hours;  ///< empty: unknown, so anything goes

  friend bool operator==(const Person&, const Person&) = default;
};

/// A partner of the department: a university, an academy, an embassy.
struct Institution {
  std::string name;
  std::optional<std::string> country;  ///< ISO 3166-1 alpha-2
  std::optional<TimeZone> time_zone;
  std::optional<std::string> note;

  friend bool operator==(const Institution&, const Institution&) = default;
};

}  // namespace scheduler
