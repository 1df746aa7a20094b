#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// What a room must be like.
struct RoomNeeds {
  std::optional<std::int32_t> capacity;
  std::vector<std::string> features;
  std::optional<std::string> campus;
  std::vector<Id<Room>> ids;  ///< one of these; empty: any room

  friend bool operator==(const RoomNeeds&, const RoomNeeds&) = default;
};

/// Times that would suit best.
struct Preference {
  std::vector<Weekday> days;
  TimeOfDay from;
  TimeOfDay to;

  friend bool operator==(const Preference&, const Preference&) = default;
};

/// A wish for a time at which all of it can be had.
struct AvailabilityWish {
  std::vector<Id<Person>> people;
  std::optional<RoomNeeds> room;
  std::optional<LanguagePair> interpreter;  ///< anybody who interprets this, and is not of `people`
  std::vector<EquipmentNeed> equipment;
  Duration duration;
  Interval between;
  TimeZone time_zone;  ///< of the answer, and of what is usual
  std::vector<Preference> preferred;
  std::size_t limit = 10;  ///< 1 to 100
};

/// A wish as a client words it: its window's ends are instants of RFC 3339, or dates in `time_zone`.
struct AvailabilityQuery {
  struct Window {
    std::string from;
    std::string to;

    friend bool operator==(const Window&, const Window&) = default;
  };
  std::vector<Id<Person>> people;
  std::optional<RoomNeeds> room;
  std::optional<LanguagePair> interpreter;
  std::vector<EquipmentNeed> equipment;
  Duration duration;
  Window between;
  std::optional<TimeZone> time_zone;  ///< default: the department's
  std::vector<Preference> preferred;
  std::int32_t limit = 10;

  friend bool operator==(const AvailabilityQuery&, const AvailabilityQuery&) = default;
};

struct AvailableTime {
  Interval interval;
  std::optional<Id<Room>> room;
  std::optional<Id<Person>> interpreter;
  bool preferred = false;          ///< within one of the preferences
  std::vector<Conflict> warnings;  ///< it can be had, but
};

/// Why somebody or something cannot be had at most of the times.
struct Blocker {
  ResourceRef resource;
  std::string name;
  std::string detail;
  std::optional<Opponent> with = std::nullopt;  ///< by whom it is taken
};

struct Availability {
  std::vector<AvailableTime> times;  ///< best first
  std::string reason;                ///< why there are none, in words; empty when there are some
  std::vector<Blocker> blockers;     ///< what was in the way most often, most often first; when there are none
};

/// A wish may look this far.
inline constexpr date::days kLongestAvailabilityWindow{92};

/// Times at which everything in `wish` can be had together, decided by the same rules as a booking: those without
/// warnings first, then those that are preferred, those within the usual hours of the day (08:00 to 20:00), the earlier
/// ones, the smaller rooms. Times begin on quarters of an hour. Pure; bounded to some thousand decisions.
[[nodiscard]] Availability find_times(const Schedule& schedule, const AvailabilityWish& wish, Instant now);

}  // namespace scheduler
