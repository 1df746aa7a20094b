#include "command_department.hpp"

#include <utility>

#include "support/builders.hpp"
#include "support/guest_builders.hpp"
#include "support/master_data_builders.hpp"

namespace fuzz {

using namespace scheduler;

namespace {

TimeZone tashkent() { return support::zone("Asia/Tashkent"); }

Agreement an_agreement(Id<Institution> institution) {
  Agreement agreement;
  agreement.title = "Exchange of students";
  agreement.institution = institution;
  return agreement;
}

Project a_project(Id<Institution> institution) {
  Project project;
  project.name = "Voices";
  project.institutions = {institution};
  return project;
}

void give_id(Uuid& id, std::uint64_t number) {
  if (id == Uuid{}) id = {0x6000, number};
}

}  // namespace

CommandDepartment::CommandDepartment() {
  all.set(support::settings().way("Main", "Old town", "PT30M"));
  person = all.has<Person>(support::a_person("Kim Minseo").at_most_daily("PT8H"));
  interpreter = all.person("Lee Jiho");
  guest = all.has<Person>(support::a_person("Ona Kalnina").here("2026-12-01T00:00:00", "2026-12-31T00:00:00"));
  room = all.room(support::a_room("Black Box").seating(40).on("Main").having({"piano"}));
  hall = all.room(support::a_room("Hall").on("Main").made_of({room}).approved_by_coordinators());
  equipment = all.equipment("Projector", 2);
  institution = all.institution("Induk University");
  agreement = all.has(an_agreement(institution));
  project = all.has(a_project(institution));
  closure = all.has<Closure>(support::a_closure("Navruz").on("2027-03-21"));
  master_class = all.booked(
      support::a_master_class().by(person).in(room).weekly().times(6).for_participants(2).interpreted_by(interpreter));
  office_hours = all.booked(support::office_hours()
                                .by(interpreter)
                                .at("2026-12-01T10:00:00")
                                .lasting("PT2H")
                                .daily()
                                .times(60)
                                .in_slots_of("PT20M"));
  visit = all.booked(
      support::a_visit().of(institution).stopping_at(support::a_stop().in(room).at("2026-12-07T10:00:00").by(guest)));
  trip = all.booked(support::a_trip().travelling({guest}).between("2026-12-20T08:00:00", "2026-12-22T20:00:00"));
  appointment = all.has(support::an_appointment(office_hours, "2026-12-02T10:00:00"));
  registration = all.has(support::a_registration(master_class, "Aziza"));
}

const CommandDepartment& department() {
  static const CommandDepartment kDepartment;
  return kDepartment;
}

Event blank_event(EventKind kind) {
  Event event;
  event.time_zone = tashkent();
  switch (kind) {
    case EventKind::master_class:
      event.details = MasterClass{};
      break;
    case EventKind::office_hours:
      event.details = OfficeHours{};
      break;
    case EventKind::visit:
      event.details = Visit{};
      event.visibility = Visibility::internal;
      break;
    case EventKind::trip:
      event.details = Trip{};
      event.visibility = Visibility::internal;
      break;
  }
  return event;
}

Appointment blank_appointment() {
  Appointment appointment;
  appointment.office_hours = department().office_hours;
  return appointment;
}

Registration blank_registration() {
  Registration registration;
  registration.master_class = department().master_class;
  return registration;
}

void give_ids_to_parts(Event& event) {
  std::uint64_t number = 0;
  if (auto* visit = std::get_if<Visit>(&event.details)) {
    for (Stop& stop : visit->stops) give_id(stop.id.value, ++number);
  }
  if (auto* trip = std::get_if<Trip>(&event.details)) {
    for (Leg& leg : trip->legs) give_id(leg.id.value, ++number);
    for (TripSession& session : trip->sessions) give_id(session.id.value, ++number);
  }
}

}  // namespace fuzz
