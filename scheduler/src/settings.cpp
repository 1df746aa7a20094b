#include "scheduler/settings.hpp"

#include <algorithm>

namespace scheduler {

Severity Settings::severity_of(Rule rule) const {
  const auto found =
      std::find_if(policy.begin(), policy.end(), [&](const RulePolicy& each) { return each.rule == rule; });
  return found != policy.end() ? found->severity : default_severity(rule);
}

std::chrono::seconds Settings::travel_time(const std::optional<std::string>& from,
                                           const std::optional<std::string>& to) const {
  if (!from || !to || *from == *to) return std::chrono::seconds{0};
  const TravelTime* back = nullptr;
  for (const TravelTime& each : travel_times) {
    if (each.from == *from && each.to == *to) return each.duration.length();
    if (each.from == *to && each.to == *from) back = &each;
  }
  if (back != nullptr) return back->duration.length();
  return default_travel_time ? default_travel_time->length() : std::chrono::seconds{0};
}

Severity default_severity(Rule rule) {
  switch (rule) {
    case Rule::room_double_booked:
    case Rule::person_double_booked:
    case Rule::equipment_exhausted:
    case Rule::person_travelling:
    case Rule::room_closed:
    case Rule::holiday:
    case Rule::travel_time:
    case Rule::capacity_exceeds_room:
    case Rule::missing_room_feature:
    case Rule::interpreter_language:
    case Rule::expert_absent:
      return Severity::error;
    case Rule::outside_working_hours:
    case Rule::insufficient_turnaround:
    case Rule::over_daily_limit:
      return Severity::warning;
  }
  return Severity::error;
}

bool is_overridable(Rule rule) { return rule != Rule::equipment_exhausted && rule != Rule::capacity_exceeds_room; }

}  // namespace scheduler
