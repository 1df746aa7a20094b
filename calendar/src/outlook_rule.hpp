#pragma once

#include <optional>
#include <vector>

#include "scheduler/event.hpp"

namespace calendar {

/// The rule of `event`, as one of those that MS-OXCICAL 2.1.3.2.2 knows, which makes of the first of `starts` what
/// rule_starts_of() gave. What the rule leaves to its start (a monthly one its day) is said. WKST is, where weeks are
/// left out: clients' weeks begin on different days. The end stays as it was in the rule.
/// @return nullopt where Outlook has no such rule, or would not find the same days by it: it takes the last day of a
///         month for the 29th to 31st where there is none, and the last such weekday for the fifth.
[[nodiscard]] std::optional<scheduler::RecurrenceRule> rule_for_outlook(
    const scheduler::Event& event, const std::vector<scheduler::LocalTime>& starts);

}  // namespace calendar
