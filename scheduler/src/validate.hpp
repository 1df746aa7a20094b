#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/error.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

using Problems = std::vector<InvalidField>;

/// An event may begin in this many calendar years after the present one, and not after 2037.
inline constexpr date::years kLatestStart{10};
/// One occurrence may last this long.
inline constexpr std::chrono::hours kLongestEvent{31 * 24};
/// A visit or trip may last this long.
inline constexpr std::chrono::hours kLongestJourney{366 * 24};

/// What makes the value impossible on its own or in this department, whatever else is booked. Empty: nothing.
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Event& event, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Settings& settings, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Person& person, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Room& room, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Equipment& equipment, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Institution& institution, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Agreement& agreement, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Project& project, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Closure& closure, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const AccessToken& token, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Webhook& webhook, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Appointment& appointment, Instant now);
[[nodiscard]] Problems problems_of(const Schedule& schedule, const Registration& registration, Instant now);

/// Whether the room would be a part of itself, over however many others: only who decides knows its id.
[[nodiscard]] Problems problems_of_parts(const Schedule& schedule, Id<Room> id, const Room& room);

// What several of them need.
void add_problem(Problems& problems, std::string pointer, std::string detail);
[[nodiscard]] bool looks_like_email(std::string_view text);
void check_email(const std::string& email, const std::string& pointer, Problems& problems);
void check_country(const std::optional<std::string>& country, const std::string& pointer, Problems& problems);
/// A length of hours, minutes and seconds, more than nothing unless `may_be_zero`.
void check_exact(const std::optional<Duration>& duration, const std::string& pointer, std::chrono::hours most,
                 bool may_be_zero, Problems& problems);
void check_languages(const LocalizedNames& names, Problems& problems);
void check_languages(const LocalizedTexts& texts, const std::string& pointer, Problems& problems);
[[nodiscard]] bool is_language_tag(std::string_view text);

template <class T>
void check_exists(const Schedule& schedule, Id<T> id, std::string pointer, std::string_view what, Problems& problems) {
  if (schedule.find(id)) return;
  add_problem(problems, std::move(pointer), "there is no " + std::string(what) + " with the id " + id.to_string());
}

template <class T>
void check_all_exist(const Schedule& schedule, const std::vector<Id<T>>& ids, const std::string& pointer,
                     std::string_view what, Problems& problems) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    check_exists(schedule, ids[i], pointer + '/' + std::to_string(i), what, problems);
  }
}

}  // namespace scheduler
