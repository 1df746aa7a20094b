#pragma once

#include <optional>
#include <string>

#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/time.hpp"
#include "scheduler/visit.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

/// A booking that would work instead: it has been decided, against the same schedule.
struct Alternative {
  LocalTime start;
  TimeZone time_zone;
  std::optional<Id<Stop>> stop;  ///< which stop of the visit it is for; empty: the event itself
  std::optional<Id<Room>> room;
  std::optional<Id<Person>> interpreter;  ///< instead of the one that was wished
  std::string reason;                     ///< in words: "same room, next free time"

  friend bool operator==(const Alternative&, const Alternative&) = default;
};

}  // namespace scheduler
