#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/event.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

enum class ResourceKind { room, person };

/// Something that can be in one place only.
struct ResourceRef {
  ResourceKind kind = ResourceKind::room;
  Uuid id;

  friend auto operator<=>(const ResourceRef&, const ResourceRef&) = default;
};

/// The rules a booking is held against; their names in the API are in API.md.
enum class Rule { room_double_booked, person_double_booked };

enum class Severity { error, warning };

/// One clash: this resource, at this time, is wanted by that event too.
struct Conflict {
  Rule rule = Rule::room_double_booked;
  Severity severity = Severity::error;
  ResourceRef resource;
  std::string resource_name;
  Interval interval;        ///< where the two overlap, setup and teardown included
  LocalTime recurrence_id;  ///< of the wanted event's occurrence
  Id<Event> with;
  EventKind with_kind = EventKind::master_class;
  std::string with_title;
  Interval with_interval;  ///< the other's own time, without setup and teardown
  bool overridable = true;

  friend bool operator==(const Conflict&, const Conflict&) = default;
};

/// A booking that would work instead: it has been decided, against the same schedule.
struct Alternative {
  LocalTime start;
  TimeZone time_zone;
  std::optional<Id<Room>> room;
  std::string reason;  ///< in words: "same room, next free time"

  friend bool operator==(const Alternative&, const Alternative&) = default;
};

}  // namespace scheduler
