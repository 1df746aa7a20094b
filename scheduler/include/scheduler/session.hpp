#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"

namespace scheduler {

/// What is taken and asked for at one time.
struct Needs {
  std::vector<Id<Room>> rooms;           ///< each once
  std::vector<Id<Person>> people;        ///< each once, those first whose event it is
  std::vector<EquipmentNeed> equipment;  ///< each once
  std::optional<Interpreter> interpreter;
  std::optional<std::int32_t> seats;  ///< that the largest of the rooms must have
  std::vector<std::string> room_features;
  std::optional<std::string> campus;  ///< where it is, when no room says so
  bool in_person = true;              ///< whoever is away cannot be there
  bool travelling = false;            ///< the people are away
  bool takes_people = true;           ///< else they are named, and free

  friend bool operator==(const Needs&, const Needs&) = default;
};

/// One stretch of time of an event: an occurrence of a series, the whole of a visit or trip, a stop, something that
/// travellers attend. The agenda has a row for each.
struct Session {
  LocalTime recurrence_id;  ///< of the occurrence; of a visit's and trip's parts the start of the whole
  LocalTime start;          ///< local, in time_zone
  TimeZone time_zone;
  Interval interval;
  Uuid part;                           ///< the stop, leg or session of a trip; nil: the event itself
  std::shared_ptr<const Needs> needs;  ///< never null; shared by the sessions that need the same
};

/// All sessions of the event up to the horizon, in order of begin, whatever its status. Pure.
[[nodiscard]] std::vector<Session> sessions_of(const Event& event);

/// The title of a part of the event; the event's own where there is none such.
[[nodiscard]] std::string title_of(const Event& event, LocalTime recurrence_id, const Uuid& part);

/// What the session of that event needs; null when it has none such.
[[nodiscard]] std::shared_ptr<const Needs> needs_of(const Event& event, LocalTime recurrence_id, const Uuid& part);

}  // namespace scheduler
