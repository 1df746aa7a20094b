#pragma once

#include <vector>

#include "scheduler/error.hpp"
#include "scheduler/event.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// An event may begin in this many calendar years after the present one, and not after 2037.
inline constexpr date::years kLatestStart{10};
/// One occurrence may last this long.
inline constexpr std::chrono::hours kLongestEvent{31 * 24};

/// What makes the value impossible on its own or in this department, whatever else is booked. Empty: nothing.
[[nodiscard]] std::vector<InvalidField> problems_of(const Schedule& schedule, const Event& event, Instant now);
[[nodiscard]] std::vector<InvalidField> problems_of(const Schedule& schedule, const Person& person, Instant now);
[[nodiscard]] std::vector<InvalidField> problems_of(const Schedule& schedule, const Room& room, Instant now);
[[nodiscard]] std::vector<InvalidField> problems_of(const Schedule& schedule, const Institution& institution,
                                                    Instant now);
[[nodiscard]] std::vector<InvalidField> problems_of(const Schedule& schedule, const AccessToken& token, Instant now);

}  // namespace scheduler
