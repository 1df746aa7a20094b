#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/time.hpp"

namespace scheduler {

enum class Frequency { daily, weekly };

/// Two letters as in RFC 5545 and RFC 8984: "mo" to "su".
enum class Weekday { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

[[nodiscard]] Weekday weekday_of(LocalTime time);

struct ByDay {
  Weekday day = Weekday::monday;

  friend bool operator==(const ByDay&, const ByDay&) = default;
};

/// RFC 8984 4.3.3, as far as it is supported: daily and weekly.
struct RecurrenceRule {
  Frequency frequency = Frequency::weekly;
  std::int32_t interval = 1;          ///< every `interval` days or weeks, 1 to 366
  std::vector<ByDay> by_day;          ///< empty: the start's own weekday (weekly) or any (daily)
  std::optional<std::int32_t> count;  ///< occurrences in all, the start included, 1 to 1,000
  std::optional<LocalTime> until;     ///< the last start that may occur, in the event's own zone; not with `count`

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
