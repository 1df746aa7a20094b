#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "scheduler/people.hpp"
#include "scheduler/schedule.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

namespace scheduler::rules {

/// Whether `interval` lies within the hours, as the clocks of `zone` show them; several hours of one day join. No hours
/// at all: always.
[[nodiscard]] bool lies_within(const std::vector<WeeklyHours>& hours, const Interval& interval, const TimeZone& zone);

/// The whole days of a closure.
[[nodiscard]] Interval interval_of(const Closure& closure, const TimeZone& zone);

/// The closures that count and overlap `window`, in order of begin. O(closures).
[[nodiscard]] std::vector<RecordPtr<Closure>> closures_in(const Schedule& schedule, const Interval& window);

/// Whether everything is closed at some time of `interval`; the closure, or null.
[[nodiscard]] RecordPtr<Closure> general_closure_at(const std::vector<RecordPtr<Closure>>& closures,
                                                    const Interval& interval, const TimeZone& zone);

/// The zone that the person's own clock shows at that instant: of the place of a trip, of the department during a stay
/// here, else their usual one.
[[nodiscard]] TimeZone zone_of(const Schedule& schedule, Id<Person> person, Instant instant);

}  // namespace scheduler::rules
