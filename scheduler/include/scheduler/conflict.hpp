#pragma once

#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

enum class ResourceKind {
  room,
  person,
  equipment,
  event,  ///< the wanted event itself: a delegation on its way, a class on a holiday
};

struct ResourceRef {
  ResourceKind kind = ResourceKind::room;
  Uuid id;

  friend auto operator<=>(const ResourceRef&, const ResourceRef&) = default;
};

/// The rules a booking is held against; their names in the API are in API.md.
enum class Rule {
  room_double_booked,
  person_double_booked,
  equipment_exhausted,
  person_travelling,
  room_closed,
  holiday,
  outside_working_hours,
  insufficient_turnaround,
  travel_time,
  capacity_exceeds_room,
  missing_room_feature,
  interpreter_language,
  expert_absent,
  over_daily_limit,
};

enum class Severity { error, warning, off };

/// The kinds of things that a booking may clash with.
enum class OpponentKind { master_class, office_hours, visit, trip, closure };

/// What stands in the way.
struct Opponent {
  Uuid id;
  OpponentKind kind = OpponentKind::master_class;
  std::string title;
  Interval interval;  ///< its own time, without setup and teardown

  friend auto operator<=>(const Opponent&, const Opponent&) = default;
};

/// One clash: this resource, at this time, cannot be had.
struct Conflict {
  Interval interval;  ///< where it clashes, setup and teardown included
  Rule rule = Rule::room_double_booked;
  Severity severity = Severity::error;
  ResourceRef resource;
  std::string resource_name;
  LocalTime recurrence_id;  ///< of the wanted event's occurrence
  Uuid part;                ///< the stop of a visit; nil: the event itself
  std::optional<Opponent> with;
  std::optional<Opponent> event;  ///< whose clash it is, where that is not the event which the command is about
  std::string detail;             ///< in words, where the rule's name and the opponent do not say it all
  bool overridable = true;

  friend auto operator<=>(const Conflict&, const Conflict&) = default;
};

}  // namespace scheduler
