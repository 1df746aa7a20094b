#pragma once

#include <date/date.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace calendar {

/// "M3.5.0/3": a weekday of a month, every year (POSIX.1-2017 8.3). Only the M form: nothing that Debian ships has
/// the others, and neither does a VTIMEZONE that Exchange reads.
struct YearlyOnset {
  date::month month{1};
  unsigned week = 1;            ///< 1 to 4: that one of the month; 5: the last
  date::weekday weekday{0};     ///< of the day from whose midnight `time` counts
  std::chrono::seconds time{};  ///< by the clock as it was before the onset; -167 to 167 hours (RFC 8536 3.3.1)

  friend bool operator==(const YearlyOnset&, const YearlyOnset&) = default;
};

/// What a zone does from its last recorded change on: the footer of its TZif file ("EET-2EEST,M3.5.0/3,M10.5.0/4").
struct PosixTimeZone {
  struct Daylight {
    std::string name;
    std::chrono::seconds offset{};
    YearlyOnset begin;
    YearlyOnset end;

    friend bool operator==(const Daylight&, const Daylight&) = default;
  };

  std::string name;               ///< "EET"; "+05" where the rule says "<+05>"
  std::chrono::seconds offset{};  ///< east of UTC, unlike in the text
  std::optional<Daylight> daylight;

  /// @return nullopt for text that is no such rule, and for one with the Jn or n forms. Pure.
  [[nodiscard]] static std::optional<PosixTimeZone> parse(std::string_view text);

  friend bool operator==(const PosixTimeZone&, const PosixTimeZone&) = default;
};

}  // namespace calendar
