#pragma once

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include "scheduler/guests.hpp"
#include "support/builders.hpp"

/// Visitors and participants, written so that only what matters is seen.
namespace support {

/// "aziza@example.org"
[[nodiscard]] inline std::string address_of(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name + "@example.org";
}

/// A wish for the slot that begins then.
[[nodiscard]] inline scheduler::Appointment an_appointment(scheduler::Id<scheduler::Event> hours,
                                                           std::string_view start,
                                                           const std::string& visitor = "Aziza") {
  scheduler::Appointment appointment;
  appointment.office_hours = hours;
  appointment.start = local(start);
  appointment.visitor = {visitor, address_of(visitor), std::nullopt, std::nullopt};
  return appointment;
}

/// A wish for a seat.
[[nodiscard]] inline scheduler::Registration a_registration(scheduler::Id<scheduler::Event> master_class,
                                                            const std::string& name) {
  scheduler::Registration registration;
  registration.master_class = master_class;
  registration.name = name;
  registration.email = address_of(name);
  return registration;
}

}  // namespace support
