#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/people.hpp"
#include "scheduler/time.hpp"
#include "scheduler/wording.hpp"

namespace scheduler {

struct Room {
  std::string name;
  LocalizedNames localizations;
  std::optional<std::string> campus;
  std::optional<std::string> address;
  std::optional<std::int32_t> capacity;  ///< seats; empty: unknown
  std::vector<std::string> features;
  std::vector<WeeklyHours> opening_hours;  ///< in the department's zone; empty: always open
  std::optional<Duration> setup;           ///< the room is taken this long before each event; exact parts only
  std::optional<Duration> teardown;        ///< ... and this long after it
  std::vector<Id<Room>> parts;             ///< a hall's halves: the hall excludes each of them, they not each other
  std::int32_t concurrency = 1;            ///< so many events may be in it at once
  bool approval_needed = false;            ///< what staff book waits for a coordinator

  /// The time that must lie between the end of one event and the start of the next.
  [[nodiscard]] std::chrono::seconds changeover() const {
    return (setup ? setup->length() : std::chrono::seconds{0}) +
           (teardown ? teardown->length() : std::chrono::seconds{0});
  }

  friend bool operator==(const Room&, const Room&) = default;
};

enum class EquipmentKind { equipment, vehicle };

/// Things of which there are so many: projectors, easels, buses.
struct Equipment {
  std::string name;
  LocalizedNames localizations;
  EquipmentKind kind = EquipmentKind::equipment;
  std::int32_t quantity = 1;
  std::optional<std::int32_t> seats;  ///< of one vehicle
  std::optional<std::string> note;

  friend bool operator==(const Equipment&, const Equipment&) = default;
};

}  // namespace scheduler
