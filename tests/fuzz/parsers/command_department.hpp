#pragma once

#include "scheduler/entities.hpp"
#include "support/department.hpp"

namespace fuzz {

/// A small department in Tashkent, on the 30th of November 2026, with one of everything. Ids are counted from
/// 00000000-0000-4000-0000-000000000001 on, in the order of the members, so that inputs can name them.
struct CommandDepartment {
  CommandDepartment();

  support::Department all;
  scheduler::Id<scheduler::Person> person;
  scheduler::Id<scheduler::Person> interpreter;
  scheduler::Id<scheduler::Person> guest;
  scheduler::Id<scheduler::Room> room;
  scheduler::Id<scheduler::Room> hall;  ///< made of `room`; what staff book in it waits for approval
  scheduler::Id<scheduler::Equipment> equipment;
  scheduler::Id<scheduler::Institution> institution;
  scheduler::Id<scheduler::Agreement> agreement;
  scheduler::Id<scheduler::Project> project;
  scheduler::Id<scheduler::Closure> closure;
  scheduler::Id<scheduler::Event> master_class;  ///< six Mondays at 14:00 from the 7th of December on
  scheduler::Id<scheduler::Event> office_hours;  ///< daily at 10:00, in slots
  scheduler::Id<scheduler::Event> visit;         ///< of one stop
  scheduler::Id<scheduler::Event> trip;
  scheduler::Id<scheduler::Appointment> appointment;
  scheduler::Id<scheduler::Registration> registration;
};

/// Made when it is first needed.
[[nodiscard]] const CommandDepartment& department();

/// With the defaults that the API gives.
[[nodiscard]] scheduler::Event blank_event(scheduler::EventKind kind);
[[nodiscard]] scheduler::Appointment blank_appointment();
[[nodiscard]] scheduler::Registration blank_registration();

/// To stops, legs and sessions that have none.
void give_ids_to_parts(scheduler::Event& event);

}  // namespace fuzz
