#pragma once

#include <string>
#include <vector>

#include "scheduler/time.hpp"

namespace calendar_test {

/// What a calendar client sees of one occurrence.
struct SeenOccurrence {
  scheduler::Interval interval;
  std::string summary;

  friend auto operator<=>(const SeenOccurrence&, const SeenOccurrence&) = default;
};

/// Whose reading of local times is used.
enum class Zones {
  ours,       ///< scheduler::TimeZone, by the name in TZID
  the_files,  ///< libical's reading of the file's own VTIMEZONEs
};

/// Every occurrence that overlaps `window`, sorted, as a client made of libical finds them in `ics`. Never uses
/// libical's own zone table. Whole days are those of the calendar's zone (X-WR-TIMEZONE). Throws std::runtime_error
/// where libical cannot read the text, or a series does not begin with its own DTSTART.
[[nodiscard]] std::vector<SeenOccurrence> occurrences_seen(const std::string& ics, const scheduler::Interval& window,
                                                           Zones zones);

}  // namespace calendar_test
