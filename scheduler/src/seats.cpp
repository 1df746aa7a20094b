#include "seats.hpp"

#include <algorithm>

#include "scheduler/session.hpp"

namespace scheduler {

bool has_seat(const Registration& registration) {
  return registration.status == RegistrationStatus::registered || registration.status == RegistrationStatus::offered;
}

std::optional<std::int32_t> seats_of(const Schedule& schedule, const Event& event) {
  const auto& capacity = std::get<MasterClass>(event.details).capacity;
  std::int32_t seats = 0;
  // Those of the class itself, whichever occurrence has been moved elsewhere.
  Event usual = event;
  usual.recurrence_overrides.clear();
  const auto needs = needs_of(usual, usual.start, {});
  for (const Id<Room>& id : needs->rooms) {
    const auto room = schedule.find(id);
    if (!room || !room->value.capacity) return capacity;
    seats += *room->value.capacity;
  }
  if (needs->rooms.empty()) return capacity;
  return capacity ? std::min(*capacity, seats) : seats;
}

std::int32_t seats_taken(const Schedule& schedule, Id<Event> master_class) {
  std::int32_t taken = 0;
  for (const auto& each : schedule.registrations_of(master_class)) taken += has_seat(each->value) ? 1 : 0;
  return taken;
}

}  // namespace scheduler
