#pragma once

#include "scheduler/schedule.hpp"

namespace calendar_test {

/// A zone that tries the writer.
[[nodiscard]] scheduler::TimeZone random_zone();

/// A department with a few events of all kinds, in awkward zones and by awkward rules. `days_in` is the zone of those
/// that are shown without time: a calendar client shows whole days in its own zone. Only within a property of
/// rapidcheck.
[[nodiscard]] scheduler::Schedule random_department(const scheduler::TimeZone& days_in);

}  // namespace calendar_test
