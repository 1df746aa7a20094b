#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/time.hpp"
#include "scheduler/wording.hpp"

namespace scheduler {

enum class ClosureKind {
  closure,         ///< what the department itself has shut: rooms are locked, people are absent
  public_holiday,  ///< what the law calls a day off: a warning to whoever books, and no slots in office hours
  exams,           ///< exam weeks: only a warning
  semester,        ///< teaching takes place; it stands in nobody's way
};

enum class ClosureStatus {
  confirmed,
  estimated,  ///< computed, until the decreed date is entered; it holds meanwhile
  cancelled,  ///< it stands in nobody's way; kept, so that the estimate does not come back
};

/// Days on which something is closed. Days of the department's zone.
struct Closure {
  std::string name;
  LocalizedNames localizations;
  LocalDate from;  ///< the first day
  LocalDate to;    ///< the last day, inclusive
  ClosureKind kind = ClosureKind::closure;
  ClosureStatus status = ClosureStatus::confirmed;
  std::vector<Id<Room>> rooms;        ///< only these; with `people` and `campuses` empty: everything
  std::vector<Id<Person>> people;     ///< only these: they are absent
  std::vector<std::string> campuses;  ///< only the rooms of these
  std::optional<std::string>
      occasion;  ///< which yearly holiday this is, "ramazon-hayiti/2027": the estimate it replaces
  std::optional<std::string> note;

  [[nodiscard]] bool is_for_all() const { return rooms.empty() && people.empty() && campuses.empty(); }

  friend bool operator==(const Closure&, const Closure&) = default;
};

}  // namespace scheduler
