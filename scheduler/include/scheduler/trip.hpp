#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/ids.hpp"
#include "scheduler/people.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

/// A local time and the zone that it is meant in.
struct ZonedTime {
  LocalTime local;
  TimeZone time_zone;

  [[nodiscard]] Instant instant() const { return time_zone.to_instant(local); }

  friend bool operator==(const ZonedTime&, const ZonedTime&) = default;
};

struct Destination {
  std::string city;
  std::optional<std::string> country;  ///< ISO 3166-1 alpha-2
  TimeZone time_zone;
  std::optional<std::string> venue;

  friend bool operator==(const Destination&, const Destination&) = default;
};

/// One ride of a journey.
struct Leg {
  Id<Leg> id;
  std::string from;
  std::string to;
  ZonedTime departure;
  ZonedTime arrival;
  std::optional<std::string> carrier;
  std::optional<std::string> number;

  friend bool operator==(const Leg&, const Leg&) = default;
};

/// Something that the travellers attend.
struct TripSession {
  Id<TripSession> id;
  std::string title;
  LocalTime start;  ///< in the destination's zone
  Duration duration;
  std::optional<std::string> place;

  friend bool operator==(const TripSession&, const TripSession&) = default;
};

enum class TripPurpose { conference, festival, competition, exchange, other };

struct Trip {
  TripPurpose purpose = TripPurpose::conference;
  Destination destination;
  std::vector<Id<Person>> travellers;
  ZonedTime departure;
  ZonedTime homecoming;  ///< exclusive
  std::vector<Leg> legs;
  std::vector<TripSession> sessions;

  friend bool operator==(const Trip&, const Trip&) = default;
};

}  // namespace scheduler
