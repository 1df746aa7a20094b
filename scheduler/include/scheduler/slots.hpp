#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/schedule.hpp"
#include "scheduler/session.hpp"

namespace scheduler {

/// A time that a visitor may be given within office hours.
struct Slot {
  LocalTime start;  ///< in the zone of the office hours
  LocalTime end;
  Interval interval;
  std::vector<Id<Person>> free_hosts;  ///< once for each visitor that they can still take, the least busy first
  std::string reason;                  ///< why it is not free, in words; empty: it is
  bool in_time = true;                 ///< false: it is over, too near for minNotice or too far for maxAdvance

  [[nodiscard]] bool free() const { return !free_hosts.empty(); }
};

/// At most so many slots are given at once.
inline constexpr std::size_t kMostSlots = 5000;

/// The slots of the office hours that begin in `window`, in order: each occurrence cut into pieces of slotDuration from
/// its start on, without those that touch a break. A slot is free when it begins between minNotice and maxAdvance from
/// `now`, nothing is closed, the room is not busy elsewhere, and a host is there, not busy elsewhere, and has not given
/// it away. None for events that are no office hours, have no slotDuration, or are cancelled. Pure.
[[nodiscard]] std::vector<Slot> slots_of(const Schedule& schedule, const Record<Event>& office_hours,
                                         const Interval& window, Instant now, std::size_t limit = kMostSlots);

/// The slot that begins exactly then, as if `except` had not been given away; nullopt where there is none.
[[nodiscard]] std::optional<Slot> slot_at(const Schedule& schedule, const Record<Event>& office_hours, LocalTime start,
                                          Instant now, std::optional<Id<Appointment>> except = std::nullopt);

/// Whether a visit from `start` to `end`, in the zone of the hours, meets one of their breaks.
[[nodiscard]] bool touches_break(const OfficeHours& hours, LocalTime start, LocalTime end);

/// Whom a visitor may see in an occurrence with these needs, which may have another host than the series; each once.
[[nodiscard]] std::vector<Id<Person>> hosts_of(const OfficeHours& hours, const Needs& needs);

}  // namespace scheduler
