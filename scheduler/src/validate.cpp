#include "validate.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "scheduler/bounds.hpp"

namespace scheduler {
namespace {

constexpr std::chrono::hours kLongestPause{24};

std::string item(std::string_view list, std::size_t index) { return std::string(list) + '/' + std::to_string(index); }

void check_hours(const std::vector<WeeklyHours>& hours, std::string_view list, Problems& problems) {
  for (std::size_t i = 0; i < hours.size(); ++i) {
    if (hours[i].to <= hours[i].from) {
      add_problem(problems, item(list, i) + "/to", "must be later than from; split hours that go over midnight");
    }
    if (hours[i].days.empty()) add_problem(problems, item(list, i) + "/days", "must name a day at least, such as mo");
  }
}

void check_days(const std::optional<LocalDate>& from, const std::optional<LocalDate>& to, std::string pointer,
                Problems& problems) {
  if (from && to && *to < *from) add_problem(problems, std::move(pointer), "is before the first day");
}

/// Whether `room` is made, at some depth, of `part`.
bool is_made_of(const Schedule& schedule, Id<Room> room, Id<Room> part) {
  std::vector<Id<Room>> seen{room};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const auto record = schedule.find(seen[i]);
    if (!record) continue;
    for (const Id<Room>& each : record->value.parts) {
      if (each == part) return true;
      if (std::find(seen.begin(), seen.end(), each) == seen.end()) seen.push_back(each);
    }
  }
  return false;
}

}  // namespace

void add_problem(Problems& problems, std::string pointer, std::string detail) {
  problems.push_back({std::move(pointer), std::move(detail)});
}

bool looks_like_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at != 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos;
}

void check_email(const std::string& email, const std::string& pointer, Problems& problems) {
  const bool is_a_text =
      std::none_of(problems.begin(), problems.end(), [&](const InvalidField& each) { return each.pointer == pointer; });
  if (is_a_text && !looks_like_email(email)) {
    add_problem(problems, pointer, "is no e-mail address, for example kim@example.org");
  }
}

void check_country(const std::optional<std::string>& country, const std::string& pointer, Problems& problems) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (country && !std::all_of(country->begin(), country->end(), is_upper)) {
    add_problem(problems, pointer, "must be two capital letters of ISO 3166-1, for example KR");
  }
}

void check_exact(const std::optional<Duration>& duration, const std::string& pointer, std::chrono::hours most,
                 bool may_be_zero, Problems& problems) {
  if (!duration) return;
  const bool fits = duration->nominal() == date::days{0} && duration->exact() <= most &&
                    (may_be_zero || duration->exact() > std::chrono::seconds{0});
  if (fits) return;
  add_problem(problems, pointer,
              std::string("must be ") + (may_be_zero ? "" : "longer than nothing and ") + std::to_string(most.count()) +
                  " hours at most, in hours, minutes and seconds, for example PT15M");
}

bool is_language_tag(std::string_view text) {
  const auto is_letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  constexpr std::size_t kLongestPart = 8;
  std::size_t part = 0;
  for (const char c : text) {
    if (c == '-') {
      if (part == 0) return false;
      part = 0;
    } else if (!is_letter_or_digit(c) || ++part > kLongestPart) {
      return false;
    }
  }
  return part > 0 && text.size() >= 2;
}

void check_languages(const LocalizedNames& names, Problems& problems) {
  for (const auto& [tag, name] : names) {
    if (!is_language_tag(tag)) {
      add_problem(problems, "/localizations", "has the member \"" + tag + "\", which is no language such as ru");
    }
  }
}

void check_languages(const LocalizedTexts& texts, const std::string& pointer, Problems& problems) {
  for (const auto& [tag, text] : texts) {
    if (!is_language_tag(tag)) {
      add_problem(problems, pointer, "has the member \"" + tag + "\", which is no language such as ru");
    }
  }
}

Problems problems_of(const Schedule&, const Settings& settings, Instant) {
  Problems problems = out_of_bounds(settings);
  std::set<Rule> rules;
  for (std::size_t i = 0; i < settings.policy.size(); ++i) {
    const auto& [rule, severity] = settings.policy[i];
    if (!rules.insert(rule).second) add_problem(problems, item("/policy", i), "the rule is there twice");
    if (!is_overridable(rule) && severity != Severity::error) {
      add_problem(problems, item("/policy", i) + "/severity",
                  "must be error: seats and things that do not exist stay so");
    }
  }
  for (std::size_t i = 0; i < settings.travel_times.size(); ++i) {
    check_exact(settings.travel_times[i].duration, item("/travelTimes", i) + "/duration", kLongestPause, true,
                problems);
  }
  check_exact(settings.default_travel_time, "/defaultTravelTime", kLongestPause, true, problems);
  return problems;
}

Problems problems_of(const Schedule&, const Person& person, Instant) {
  Problems problems = out_of_bounds(person);
  check_languages(person.localizations, problems);
  check_hours(person.working_hours, "/workingHours", problems);
  for (std::size_t i = 0; i < person.presence.size(); ++i) {
    if (person.presence[i].departure <= person.presence[i].arrival) {
      add_problem(problems, item("/presence", i) + "/departure", "must be later than arrival");
    }
  }
  check_exact(person.daily_limit, "/dailyLimit", kLongestPause, false, problems);
  check_exact(person.minimum_turnaround, "/minimumTurnaround", kLongestPause, true, problems);
  if (person.email) check_email(*person.email, "/email", problems);
  return problems;
}

Problems problems_of(const Schedule& schedule, const Room& room, Instant) {
  Problems problems = out_of_bounds(room);
  check_languages(room.localizations, problems);
  check_hours(room.opening_hours, "/openingHours", problems);
  check_exact(room.setup, "/setup", kLongestPause, true, problems);
  check_exact(room.teardown, "/teardown", kLongestPause, true, problems);
  check_all_exist(schedule, room.parts, "/parts", "room", problems);
  if (!room.parts.empty() && room.concurrency > 1) {
    add_problem(problems, "/concurrency", "must be 1 for a room that is made of parts: let the parts be shared");
  }
  return problems;
}

/// A room cannot be a part of itself, over however many others. Its id is known only to who decides.
Problems problems_of_parts(const Schedule& schedule, Id<Room> id, const Room& room) {
  Problems problems;
  for (std::size_t i = 0; i < room.parts.size(); ++i) {
    if (room.parts[i] == id || is_made_of(schedule, room.parts[i], id)) {
      add_problem(problems, item("/parts", i), "is made of this room itself");
    }
  }
  return problems;
}

Problems problems_of(const Schedule&, const Equipment& equipment, Instant) {
  Problems problems = out_of_bounds(equipment);
  check_languages(equipment.localizations, problems);
  return problems;
}

Problems problems_of(const Schedule&, const Institution& institution, Instant) {
  Problems problems = out_of_bounds(institution);
  check_languages(institution.localizations, problems);
  check_country(institution.country, "/country", problems);
  return problems;
}

Problems problems_of(const Schedule& schedule, const Agreement& agreement, Instant) {
  Problems problems = out_of_bounds(agreement);
  check_exists(schedule, agreement.institution, "/institution", "institution", problems);
  check_days(agreement.valid_from, agreement.valid_until, "/validUntil", problems);
  return problems;
}

Problems problems_of(const Schedule& schedule, const Project& project, Instant) {
  Problems problems = out_of_bounds(project);
  check_languages(project.localizations, problems);
  check_all_exist(schedule, project.institutions, "/institutions", "institution", problems);
  check_days(project.from, project.to, "/to", problems);
  return problems;
}

Problems problems_of(const Schedule& schedule, const Closure& closure, Instant) {
  constexpr date::days kLongest{366};
  Problems problems = out_of_bounds(closure);
  check_languages(closure.localizations, problems);
  check_days(closure.from, closure.to, "/to", problems);
  if (closure.to - closure.from > kLongest) add_problem(problems, "/to", "must be within a year of from");
  check_all_exist(schedule, closure.rooms, "/rooms", "room", problems);
  check_all_exist(schedule, closure.people, "/people", "person", problems);
  return problems;
}

Problems problems_of(const Schedule& schedule, const AccessToken& token, Instant now) {
  Problems problems = out_of_bounds(token);
  check_all_exist(schedule, token.scope.rooms, "/scope/rooms", "room", problems);
  if (token.expires && *token.expires <= now) add_problem(problems, "/expires", "is over: name a time to come");
  return problems;
}

/// Where it may point to is the affair of whoever connects.
Problems problems_of(const Schedule&, const Webhook& webhook, Instant) { return out_of_bounds(webhook); }

Problems problems_of(const Schedule&, const Appointment& appointment, Instant) {
  Problems problems = out_of_bounds(appointment);
  check_email(appointment.visitor.email, "/visitor/email", problems);
  return problems;
}

Problems problems_of(const Schedule&, const Registration& registration, Instant) {
  Problems problems = out_of_bounds(registration);
  check_email(registration.email, "/email", problems);
  return problems;
}

}  // namespace scheduler
