#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/time.hpp"

namespace scheduler {

enum class Frequency { daily, weekly, monthly, yearly };

/// Two letters as in RFC 5545 and RFC 8984: "mo" to "su".
enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

[[nodiscard]] Weekday weekday_of(LocalTime time);
[[nodiscard]] Weekday weekday_of(date::local_days day);

struct ByDay {
  Weekday day = Weekday::monday;
  /// Of a monthly or yearly rule: only the n-th such day of the period, counted from its end when negative.
  std::optional<std::int32_t> nth_of_period;

  friend bool operator==(const ByDay&, const ByDay&) = default;
};

/// A month of the year; RFC 8984 writes it as a string, "1" to "12".
struct MonthOfYear {
  std::int32_t number = 1;

  [[nodiscard]] static std::optional<MonthOfYear> parse(std::string_view text);
  [[nodiscard]] std::string to_string() const { return std::to_string(number); }

  friend auto operator<=>(const MonthOfYear&, const MonthOfYear&) = default;
};

/// RFC 8984 4.3.3, without what calendars of dates do not need: no hours, minutes and seconds, no days of the year and
/// weeks, no calendars other than the Gregorian. Days that do not exist (the 31st of June) are skipped.
struct RecurrenceRule {
  Frequency frequency = Frequency::weekly;
  std::int32_t interval = 1;                 ///< every `interval` periods, 1 to 366
  std::optional<Weekday> first_day_of_week;  ///< empty: Monday. It matters where weeks are left out
  std::vector<ByDay> by_day;                 ///< empty: the start's own day, or any day of a daily rule
  std::vector<std::int32_t> by_month_day;    ///< 1 to 31, or -1 to -31 from the end of the month; not weekly
  std::vector<MonthOfYear> by_month;
  std::vector<std::int32_t> by_set_position;  ///< which of a month's or year's set; negative: from its end
  std::optional<std::int32_t> count;          ///< occurrences in all, the start included, 1 to 1,000
  std::optional<LocalTime> until;  ///< the last start that may occur, in the event's own zone; not with `count`

  friend bool operator==(const RecurrenceRule&, const RecurrenceRule&) = default;
};

/// Series are expanded up to this long after their start, and never beyond 2037, where `date`'s zone data ends its
/// daylight-saving rules.
inline constexpr date::years kHorizon{10};

/// The local starts of the occurrences that `rule` makes of `start`, in order, up to `start` + kHorizon and the end of
/// 2037. The start itself is one only if the rule says so. Pure, thread-safe; about 3 us an occurrence.
/// @return at most `limit` starts, or nullopt where there are more.
/// RFC 5545 3.3.10.
[[nodiscard]] std::optional<std::vector<LocalTime>> expand(const RecurrenceRule& rule, LocalTime start,
                                                           std::size_t limit);

/// The RRULE value of RFC 5545 3.3.10 ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=6"), without UNTIL, which needs a zone there.
[[nodiscard]] std::string rrule_without_until(const RecurrenceRule& rule);

}  // namespace scheduler
