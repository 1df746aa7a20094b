#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/institution.hpp"
#include "scheduler/master_class.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

/// A guest, who is not one of the department's people.
struct Delegate {
  std::string name;
  std::optional<std::string> email;
  std::optional<std::string> role;  ///< "rector", "dean", ...
  LocalizedNames localizations;
  std::optional<std::string> note;

  friend bool operator==(const Delegate&, const Delegate&) = default;
};

/// So many of some equipment.
struct EquipmentNeed {
  Id<Equipment> id;
  std::int32_t quantity = 1;

  friend bool operator==(const EquipmentNeed&, const EquipmentNeed&) = default;
};

/// Something to do before the delegation comes: an invitation, a visa, a registration.
struct VisitStep {
  std::string title;
  std::optional<LocalDate> due;
  std::optional<Id<Person>> responsible;
  bool done = false;

  friend bool operator==(const VisitStep&, const VisitStep&) = default;
};

/// One point of a visit's programme.
struct Stop {
  Id<Stop> id;  ///< stays when the stop is moved
  std::string title;
  LocalizedTexts localizations;
  std::string description;
  LocalTime start;  ///< in the visit's zone
  Duration duration;
  std::optional<Id<Room>> room;
  std::optional<std::string> place;   ///< in words, where it is no room of ours
  std::optional<std::string> campus;  ///< where it is no room of ours, for the way there
  std::vector<Id<Person>> hosts;
  std::optional<Interpreter> interpreter;
  std::vector<EquipmentNeed> equipment;  ///< vehicles too
  std::optional<std::string> dress;

  friend bool operator==(const Stop&, const Stop&) = default;
};

enum class Announce { on_send, at_once };

struct Visit {
  Id<Institution> institution;
  LocalTime arrival;    ///< in the event's zone
  LocalTime departure;  ///< exclusive
  std::optional<LanguageTag> language;
  std::vector<Id<Person>> hosts;  ///< responsible for the whole visit; taken by the stops that name them only
  std::vector<Delegate> delegates;
  std::vector<VisitStep> steps;
  std::vector<Stop> stops;
  std::optional<Duration> turnaround;  ///< between two stops, beside the way; exact parts only
  Announce announce = Announce::on_send;

  friend bool operator==(const Visit&, const Visit&) = default;
};

}  // namespace scheduler
