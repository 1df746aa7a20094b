#pragma once

#include <vector>

#include "scheduler/closure.hpp"

namespace scheduler {

/// The public holidays of Uzbekistan in a year of the Gregorian calendar, in order: New Year, Women's Day, Navruz, Day
/// of Memory and Honour, Independence Day, Teachers' Day, Constitution Day, and the two hayits. Each as a
/// public-holiday with its `occasion` ("navruz/2027") and its names in uz, ru and en.
///
/// The hayits follow the moon and are decreed: they are estimates, by the tabular Islamic calendar (1 Shawwal, 10 Dhu
/// al-Hijja), until a closure with the same occasion replaces them; a year may have one of them twice
/// (2033: "ramazon-hayiti/2033" and "ramazon-hayiti/2033-2").
///
/// Since 2023-04-30 a holiday on a Saturday or Sunday gives the next working day off: that day is a closure of its own,
/// with the occasion "navruz-day-off/2027". Decrees also swap single working days: those are for the department to
/// enter. Source: the Labour Code of Uzbekistan; department.json.
[[nodiscard]] std::vector<Closure> public_holidays_of_uzbekistan(date::year year);

}  // namespace scheduler
