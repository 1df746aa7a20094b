#pragma once

#include <date/date.h>

#include <string>

#include "scheduler/time.hpp"

namespace calendar {

[[nodiscard]] inline std::string two_digits(long number) {
  const std::string digits = std::to_string(number);
  return digits.size() < 2 ? "0" + digits : digits;
}

/// "20261207" (RFC 5545 3.3.4)
[[nodiscard]] inline std::string ical_date(date::local_days day) {
  const date::year_month_day ymd(day);
  return std::to_string(int{ymd.year()}) + two_digits(unsigned{ymd.month()}) + two_digits(unsigned{ymd.day()});
}

/// "20261207T140000" (RFC 5545 3.3.5, form 1 and 3)
[[nodiscard]] inline std::string ical_local(scheduler::LocalTime time) {
  const auto day = date::floor<date::days>(time);
  const date::hh_mm_ss<std::chrono::seconds> clock(time - day);
  return ical_date(day) + 'T' + two_digits(clock.hours().count()) + two_digits(clock.minutes().count()) +
         two_digits(clock.seconds().count());
}

/// "20261207T090000Z" (RFC 5545 3.3.5, form 2)
[[nodiscard]] inline std::string ical_utc(scheduler::Instant instant) {
  return ical_local(scheduler::LocalTime(instant.time_since_epoch())) + 'Z';
}

/// "MO" (RFC 5545 3.3.10)
[[nodiscard]] inline const char* two_letters(date::weekday day) {
  constexpr const char* kLetters[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  return kLetters[day.c_encoding()];
}

}  // namespace calendar
