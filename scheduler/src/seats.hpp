#pragma once

#include <cstdint>
#include <optional>

#include "scheduler/event.hpp"
#include "scheduler/guests.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// Whether it has a seat, or is offered one.
[[nodiscard]] bool has_seat(const Registration& registration);

/// Seats of a master class: its capacity, or those of its rooms where they are fewer; nullopt: nobody knows how many.
[[nodiscard]] std::optional<std::int32_t> seats_of(const Schedule& schedule, const Event& event);

/// Seats that are taken or offered.
[[nodiscard]] std::int32_t seats_taken(const Schedule& schedule, Id<Event> master_class);

}  // namespace scheduler
