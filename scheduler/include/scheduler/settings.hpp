#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

namespace scheduler {

struct RulePolicy {
  Rule rule = Rule::room_double_booked;
  Severity severity = Severity::error;

  friend bool operator==(const RulePolicy&, const RulePolicy&) = default;
};

/// How long the way is from one campus to another; and back, where nothing else is said of the way back.
struct TravelTime {
  std::string from;
  std::string to;
  Duration duration;  ///< exact parts only

  friend bool operator==(const TravelTime&, const TravelTime&) = default;
};

/// What holds for the whole department. There is one, with the id kSettings.
struct Settings {
  TimeZone time_zone;              ///< of closures, opening hours and days
  std::vector<RulePolicy> policy;  ///< where it differs from default_severity()
  std::vector<TravelTime> travel_times;
  std::optional<Duration> default_travel_time;  ///< between campuses that `travel_times` does not name
  /// Under which version of the time zones' rules the department was last looked through for clashes; empty: never.
  std::string time_zone_rules;

  [[nodiscard]] Severity severity_of(Rule rule) const;
  /// Zero on one campus, and where an end is unknown.
  [[nodiscard]] std::chrono::seconds travel_time(const std::optional<std::string>& from,
                                                 const std::optional<std::string>& to) const;

  friend bool operator==(const Settings&, const Settings&) = default;
};

inline constexpr Id<Settings> kSettings{Uuid{0, 1}};

/// What a rule is where the department has not said otherwise: see API.md and DECISIONS.md.
[[nodiscard]] Severity default_severity(Rule rule);

/// Whether an override can help: not against seats and equipment that do not exist.
[[nodiscard]] bool is_overridable(Rule rule);

}  // namespace scheduler
