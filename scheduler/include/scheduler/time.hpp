#pragma once

#include <date/date.h>

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace scheduler {

/// A point on the UTC time line, in whole seconds.
using Instant = date::sys_seconds;

/// What a clock on the wall shows, in whole seconds. It needs a TimeZone to become an Instant.
using LocalTime = date::local_seconds;

/// A day on the wall's calendar. It needs a TimeZone to become an Interval.
using LocalDate = date::local_days;

/// Half-open [begin, end), UTC: 10:00-11:00 and 11:00-12:00 do not overlap. Empty when end <= begin.
struct Interval {
  Instant begin;
  Instant end;

  [[nodiscard]] bool overlaps(const Interval& other) const { return begin < other.end && other.begin < end; }
  /// Both edges moved outwards by `margin`.
  [[nodiscard]] Interval widened(std::chrono::seconds margin) const { return {begin - margin, end + margin}; }
  /// What both have in common; empty when they do not overlap.
  [[nodiscard]] Interval intersection(const Interval& other) const {
    return {begin < other.begin ? other.begin : begin, end < other.end ? end : other.end};
  }

  friend auto operator<=>(const Interval&, const Interval&) = default;
};

/// A duration as RFC 8984 1.4.6 and RFC 5545 3.3.6 write it ("P1DT2H", "PT90M"). Weeks and days are nominal: they
/// move the wall clock, whatever the zone does in between; the other parts are exact. The parts stay as they were
/// written, so that PT90M does not come back as PT1H30M.
struct Duration {
  std::int32_t weeks = 0;
  std::int32_t days = 0;
  std::int32_t hours = 0;
  std::int32_t minutes = 0;
  std::int32_t seconds = 0;

  [[nodiscard]] static std::optional<Duration> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const;

  /// The nominal part, in days.
  [[nodiscard]] date::days nominal() const { return date::days{7 * weeks + days}; }
  /// The exact part.
  [[nodiscard]] std::chrono::seconds exact() const {
    return std::chrono::hours{hours} + std::chrono::minutes{minutes} + std::chrono::seconds{seconds};
  }
  /// The length where no zone changes its offset: days of 24 hours.
  [[nodiscard]] std::chrono::seconds length() const { return nominal() + exact(); }

  friend bool operator==(const Duration&, const Duration&) = default;
};

/// A time of day, "HH:MM" (24:00 is allowed as the end of a day).
struct TimeOfDay {
  std::chrono::minutes since_midnight{0};

  [[nodiscard]] static std::optional<TimeOfDay> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const;

  friend auto operator<=>(const TimeOfDay&, const TimeOfDay&) = default;
};

/// "2026-12-07T14:00:00" (RFC 8984 1.4.4, without fractions). Dates and times that do not exist are nullopt; years
/// 1970 to 2099.
[[nodiscard]] std::optional<LocalTime> parse_local_time(std::string_view text);
[[nodiscard]] std::string to_string(LocalTime time);

/// "2026-12-07T09:00:00Z", or with an offset "+05:00" (RFC 3339 5.6). A fraction of a second is cut off. Written with
/// Z. Years 1970 to 2099, in UTC too: what is read can be written and read again.
[[nodiscard]] std::optional<Instant> parse_instant(std::string_view text);
[[nodiscard]] std::string to_string(Instant time);

/// "2026-12-07", an existing date of the years 1970 to 2099.
[[nodiscard]] std::optional<date::local_days> parse_date(std::string_view text);
[[nodiscard]] std::string to_string(date::local_days day);

}  // namespace scheduler
