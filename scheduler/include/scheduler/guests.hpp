#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "scheduler/event.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

struct Visitor {
  std::string name;
  std::string email;
  std::optional<std::string> phone;
  std::optional<std::string> organization;

  friend bool operator==(const Visitor&, const Visitor&) = default;
};

enum class AppointmentStatus { booked, cancelled };

/// A slot of somebody's office hours, given to a visitor.
struct Appointment {
  Id<Event> office_hours;
  LocalTime start;  ///< of the slot, in the zone of the office hours
  Duration duration;
  Id<Person> host;  ///< whom the visitor sees
  Visitor visitor;
  std::string purpose;
  AppointmentStatus status = AppointmentStatus::booked;
  std::string secret_sha256;  ///< of the link by which the visitor cancels or moves it; empty: no link

  friend bool operator==(const Appointment&, const Appointment&) = default;
};

enum class RegistrationStatus {
  registered,
  waiting,
  offered,  ///< a seat is kept until offer_expires
  cancelled,
};

/// Somebody's wish for a seat in a master class, all of its occurrences.
struct Registration {
  Id<Event> master_class;
  std::string name;
  std::string email;
  std::map<std::string, std::string> answers;  ///< by Question::id
  RegistrationStatus status = RegistrationStatus::registered;
  std::int32_t number = 0;  ///< in order of entry, from 1; the waiting list's order
  std::optional<Instant> offer_expires;
  std::optional<bool> attended;

  friend bool operator==(const Registration&, const Registration&) = default;
};

}  // namespace scheduler
