#include "validate.hpp"

#include "scheduler/bounds.hpp"

#include <algorithm>
#include <set>

namespace scheduler {
namespace {

using Problems = std::vector<InvalidField>;

void add(Problems& problems, std::string pointer, std::string detail) {
  problems.push_back({std::move(pointer), std::move(detail)});
}

template <class T>
void check_exists(const Schedule& schedule, Id<T> id, std::string pointer, std::string_view what, Problems& problems) {
  if (schedule.find(id)) return;
  add(problems, std::move(pointer), "there is no " + std::string(what) + " with the id " + id.to_string());
}

template <class T>
void check_all_exist(const Schedule& schedule, const std::vector<Id<T>>& ids, const std::string& pointer,
                     std::string_view what, Problems& problems) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    check_exists(schedule, ids[i], pointer + '/' + std::to_string(i), what, problems);
  }
}

void check_details(const Schedule& schedule, const MasterClass& details, Problems& problems) {
  check_exists(schedule, details.expert, "/expert", "person", problems);
  if (!details.interpreter) return;
  check_exists(schedule, details.interpreter->person, "/interpreter/person", "person", problems);
  if (details.interpreter->person == details.expert) {
    add(problems, "/interpreter/person", "the expert cannot interpret for himself or herself");
  }
}

void check_details(const Schedule& schedule, const OfficeHours& details, Problems& problems) {
  check_exists(schedule, details.host, "/host", "person", problems);
  if (details.slot_duration && details.slot_duration->length() <= std::chrono::seconds{0}) {
    add(problems, "/slotDuration", "must be longer than nothing, for example PT20M");
  }
}

void check_duration(const Event& event, Problems& problems) {
  if (event.duration.length() <= std::chrono::seconds{0}) {
    add(problems, "/duration", "must be longer than nothing, for example PT2H");
  } else if (event.duration.length() > kLongestEvent) {
    add(problems, "/duration", "must be 31 days at most; make a longer event a series");
  }
}

void check_start(const Event& event, Instant now, Problems& problems) {
  const date::year_month_day start{date::floor<date::days>(event.start)};
  const date::year_month_day today{date::floor<date::days>(now)};
  if (today.year() + kLatestStart < start.year() || date::year{2037} < start.year()) {
    add(problems, "/start",
        "must be within the next 10 years, and before 2038: no zone's rules are known further ahead");
  }
}

void check_rule_itself(const Event& event, Problems& problems) {
  const RecurrenceRule& rule = *event.recurrence_rule;
  if (rule.count && rule.until) {
    add(problems, "/recurrenceRule", "has both count and until: leave one of them out (RFC 8984 4.3.3)");
  }
  if (rule.until && *rule.until < event.start) {
    add(problems, "/recurrenceRule/until", "is before the start");
  }
  std::set<Weekday> days;
  for (std::size_t i = 0; i < rule.by_day.size(); ++i) {
    if (!days.insert(rule.by_day[i].day).second) {
      add(problems, "/recurrenceRule/byDay/" + std::to_string(i), "the day is there twice");
    }
  }
  if (!days.empty() && !days.contains(weekday_of(event.start))) {
    add(problems, "/recurrenceRule/byDay",
        "does not name the weekday of start: the start must be the first occurrence");
  }
}

void check_overrides(const Event& event, const std::vector<LocalTime>& starts, Problems& problems) {
  std::size_t excluded = 0;
  for (const auto& [recurrence_id, override_] : event.recurrence_overrides) {
    if (!std::binary_search(starts.begin(), starts.end(), recurrence_id)) {
      add(problems, "/recurrenceOverrides/" + to_string(recurrence_id),
          "the series has no occurrence at that time: move it along with the start, or leave it out");
    }
    if (override_.excluded) ++excluded;
  }
  if (excluded >= starts.size()) {
    add(problems, "/recurrenceOverrides", "leaves nothing of the series: cancel it instead (DELETE)");
  }
}

/// A series whose occurrences run into each other would need its room twice at once.
void check_own_overlaps(const Schedule& schedule, const Event& event, Problems& problems) {
  std::chrono::seconds changeover{0};
  for (const Id<Room>& id : rooms_of(event)) {
    if (const auto room = schedule.find(id)) changeover = std::max(changeover, room->value.changeover());
  }
  const std::vector<Occurrence> occurrences = occurrences_of(event);
  for (std::size_t i = 1; i < occurrences.size(); ++i) {
    if (!occurrences[i - 1].interval.widened(changeover).overlaps(occurrences[i].interval)) continue;
    add(problems, "/duration",
        "the occurrence of " + to_string(occurrences[i - 1].recurrence_id) +
            " and its room's setup and teardown are not over when that of " + to_string(occurrences[i].recurrence_id) +
            " starts");
    return;
  }
}

void check_recurrence(const Schedule& schedule, const Event& event, Problems& problems) {
  if (!event.recurrence_rule) {
    if (!event.recurrence_overrides.empty()) {
      add(problems, "/recurrenceOverrides", "an event without a recurrenceRule has no occurrences to change");
    }
    return;
  }
  const std::size_t before = problems.size();
  check_rule_itself(event, problems);
  if (problems.size() != before) return;
  const auto starts = expand(*event.recurrence_rule, event.start, kMaxOccurrences);
  if (!starts || starts->empty()) {
    add(problems, "/recurrenceRule", starts ? "has no occurrence" : "has more than 4,000 occurrences");
    return;
  }
  check_overrides(event, *starts, problems);
  check_own_overlaps(schedule, event, problems);
}

void check_changeover(const std::optional<Duration>& duration, std::string pointer, Problems& problems) {
  if (duration && (duration->nominal() != date::days{0} || duration->exact() > std::chrono::hours{24})) {
    add(problems, std::move(pointer), "must be 24 hours at most, in hours, minutes and seconds, for example PT15M");
  }
}

}  // namespace

std::vector<InvalidField> problems_of(const Schedule& schedule, const Event& event, Instant now) {
  Problems problems = out_of_bounds(event);
  std::visit([&](const auto& details) { check_details(schedule, details, problems); }, event.details);
  check_all_exist(schedule, event.people, "/people", "person", problems);
  if (event.room) check_exists(schedule, *event.room, "/room", "room", problems);
  check_all_exist(schedule, event.rooms, "/rooms", "room", problems);
  check_start(event, now, problems);
  check_duration(event, problems);
  if (problems.empty()) check_recurrence(schedule, event, problems);
  return problems;
}

std::vector<InvalidField> problems_of(const Schedule&, const Person& person, Instant) {
  Problems problems = out_of_bounds(person);
  for (std::size_t i = 0; i < person.working_hours.size(); ++i) {
    const WorkingHours& hours = person.working_hours[i];
    if (hours.to <= hours.from) {
      add(problems, "/workingHours/" + std::to_string(i) + "/to",
          "must be later than from; split hours that go over midnight");
    }
  }
  const bool email_is_a_text =
      std::none_of(problems.begin(), problems.end(), [](const InvalidField& each) { return each.pointer == "/email"; });
  if (person.email && email_is_a_text) {
    const auto at = person.email->find('@');
    const bool looks_right = at != std::string::npos && at != 0 && at + 1 < person.email->size() &&
                             person.email->find('@', at + 1) == std::string::npos &&
                             person.email->find_first_of(" \t\r\n<>,;\"") == std::string::npos;
    if (!looks_right) add(problems, "/email", "is no e-mail address, for example kim@example.org");
  }
  return problems;
}

std::vector<InvalidField> problems_of(const Schedule&, const Room& room, Instant) {
  Problems problems = out_of_bounds(room);
  check_changeover(room.setup, "/setup", problems);
  check_changeover(room.teardown, "/teardown", problems);
  return problems;
}

std::vector<InvalidField> problems_of(const Schedule&, const Institution& institution, Instant) {
  Problems problems = out_of_bounds(institution);
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (institution.country && !std::all_of(institution.country->begin(), institution.country->end(), is_upper)) {
    add(problems, "/country", "must be two capital letters of ISO 3166-1, for example KR");
  }
  return problems;
}

std::vector<InvalidField> problems_of(const Schedule&, const AccessToken& token, Instant) {
  return out_of_bounds(token);
}

}  // namespace scheduler
