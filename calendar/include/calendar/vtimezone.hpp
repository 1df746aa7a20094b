#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "calendar/posix_time_zone.hpp"
#include "scheduler/zone.hpp"

namespace calendar {

/// The VTIMEZONE component of one zone (RFC 5545 3.6.5), made from the rule that the zone follows now: one STANDARD,
/// and one DAYLIGHT where it has one. Exchange reads no more, so local times from before that rule are not covered and
/// must be written in UTC. Immutable.
class Vtimezone {
 public:
  /// @param tzid an IANA name
  /// @return nullopt where a rule cannot be said with one ordinal weekday each ("M3.4.4/50": two days after the fourth
  ///         Thursday). An onset at 24:00 is written as 23:59:59, as Windows does it.
  [[nodiscard]] static std::optional<Vtimezone> from_rule(std::string_view tzid, const PosixTimeZone& rule);

  /// Content lines, folded, from BEGIN to END.
  [[nodiscard]] const std::string& text() const { return text_; }

  /// Whether a client that reads text() takes `local` for the instant for which `zone` takes it. Times before 1971 are
  /// not covered.
  [[nodiscard]] bool covers(const scheduler::TimeZone& zone, scheduler::LocalTime local) const;

  /// The offset that text() gives `local`; RFC 5545 3.3.5 where the clock is moved.
  [[nodiscard]] std::chrono::seconds offset_at(scheduler::LocalTime local) const;

 private:
  /// One STANDARD or DAYLIGHT.
  struct Observance {
    std::string_view component;
    std::string name;
    std::chrono::seconds from{};
    std::chrono::seconds to{};
    std::optional<YearlyOnset> onset;
  };

  Vtimezone() = default;
  void write(std::string_view tzid);

  std::string text_;
  Observance standard_;
  std::optional<Observance> daylight_;
};

/// The VTIMEZONE of `zone`, from its TZif file below $TZDIR, else /usr/share/zoneinfo. Read once per process and zone,
/// then shared. Thread-safe.
/// @return null where there is no such file, its footer is no rule, or the rule is not representable
[[nodiscard]] std::shared_ptr<const Vtimezone> vtimezone_of(const scheduler::TimeZone& zone);

}  // namespace calendar
