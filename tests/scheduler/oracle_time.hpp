#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scheduler/event.hpp"

/// When things take place and what they take, found the slow and obvious way: every day is looked at. It shares the
/// value types with the scheduler and none of its code.
namespace oracle {

/// The first instant at which the clock shows it; in a gap, by the offset before it (RFC 5545 3.3.5).
[[nodiscard]] scheduler::Instant instant_of(const scheduler::TimeZone& zone, scheduler::LocalTime local);
[[nodiscard]] scheduler::LocalTime local_of(const scheduler::TimeZone& zone, scheduler::Instant instant);

/// RFC 5545 3.3.10, by looking at each day of ten years.
[[nodiscard]] std::vector<scheduler::LocalTime> expand(const scheduler::RecurrenceRule& rule,
                                                       scheduler::LocalTime start);

/// One stretch of time of an event, and what it takes.
struct Piece {
  scheduler::LocalTime recurrence_id;
  scheduler::Interval interval;
  scheduler::Uuid part;
  scheduler::TimeZone zone;
  bool at_work = true;  ///< neither a journey nor the whole of a visit
  bool travelling = false;
  bool in_person = true;
  bool takes_people = true;
  bool differs = false;  ///< an occurrence that takes something of its own
  std::vector<scheduler::Id<scheduler::Room>> rooms;
  std::set<scheduler::Id<scheduler::Person>> people;
  std::map<scheduler::Id<scheduler::Equipment>, std::int64_t> equipment;
  std::optional<scheduler::Interpreter> interpreter;
  std::optional<std::int64_t> seats;
  std::vector<std::string> features;
  std::optional<std::string> campus;
};

/// All of them, in order of begin, whatever the status is.
[[nodiscard]] std::vector<Piece> pieces_of(const scheduler::Event& event);

}  // namespace oracle
