#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scheduler/time.hpp"

namespace date {
class time_zone;
}

namespace scheduler {

/// An IANA time zone ("Asia/Tashkent"). A cheap value; thread-safe. The default is UTC.
class TimeZone {
 public:
  TimeZone();

  /// Names of the IANA database that have a region ("Europe/Riga", "Etc/GMT-5"), and "UTC". Names that only look
  /// like zones to a computer ("EST5EDT", "posix/...", "GMT") and Windows' names give nullopt.
  [[nodiscard]] static std::optional<TimeZone> find(std::string_view name);

  [[nodiscard]] const std::string& name() const;

  /// The instant of a local time. RFC 5545 3.3.5: one that the clock skips takes the offset before the gap (02:30
  /// in a gap of one hour is 03:30); one that it shows twice is the first of the two.
  [[nodiscard]] Instant to_instant(LocalTime local) const;

  [[nodiscard]] LocalTime to_local(Instant instant) const;

  /// Seconds east of UTC at that instant.
  [[nodiscard]] std::chrono::seconds offset_at(Instant instant) const;

  /// The end of something that starts at `start` local time and lasts `duration` (see Duration).
  [[nodiscard]] Interval interval(LocalTime start, const Duration& duration) const;

  friend bool operator==(const TimeZone&, const TimeZone&) = default;

 private:
  explicit TimeZone(const date::time_zone* zone) : zone_(zone) {}

  const date::time_zone* zone_;
};

/// Version of the IANA rules on this machine ("2025b"); empty when it does not say. Reads a file: keep it.
[[nodiscard]] std::string installed_time_zone_rules();

}  // namespace scheduler
