#include "scheduler/recurrence.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "choices.hpp"
#include "codec/json.hpp"
#include "invariant.hpp"
#include "scheduler/decide.hpp"
#include "scheduler/event.hpp"

// A rule, a start and a zone made of the bytes, or a rule as JSON where they begin with '{': what decide() accepts is
// expanded within bounds, and every occurrence is one by the rule's own words.

namespace {

using fuzz::Choices;
using fuzz::require;
using namespace scheduler;

constexpr Instant kNow{std::chrono::seconds{1'796'000'000}};  // 2026-11-30
constexpr Id<Person> kExpert{Uuid{0, 1}};

/// A department of one person.
const Schedule& department() {
  static const Schedule kSchedule = [] {
    Schedule schedule;
    Record<Person> expert{kExpert, 1, kNow, kNow, {}};
    expert.value.name = "Kim Minseo";
    schedule.apply(Change(Changed<Person>{nullptr, std::make_shared<const Record<Person>>(std::move(expert))}));
    return schedule;
  }();
  return kSchedule;
}

Weekday a_day(Choices& choices) { return static_cast<Weekday>(choices.one_of(7)); }

TimeZone a_zone(Choices& choices) {
  constexpr std::array<std::string_view, 6> kZones = {"Asia/Tashkent",       "Europe/Riga",        "America/Sao_Paulo",
                                                      "Australia/Lord_Howe", "Pacific/Kiritimati", "UTC"};
  return TimeZone::find(kZones[choices.one_of(kZones.size())]).value_or(TimeZone());
}

LocalTime a_time(Choices& choices) {
  const date::local_days first{date::year{2026} / 1 / 1};
  return first + date::days{choices.one_of(4 * 1461)} + std::chrono::minutes{15 * choices.one_of(96)};
}

RecurrenceRule a_rule(Choices& choices) {
  RecurrenceRule rule;
  rule.frequency = static_cast<Frequency>(choices.one_of(4));
  if (choices.yes()) rule.interval = choices.from_to(1, 366);
  if (choices.yes()) rule.first_day_of_week = a_day(choices);
  for (std::size_t i = choices.one_of(5); i > 0; --i) {
    rule.by_day.push_back({a_day(choices), std::nullopt});
    if (choices.yes()) rule.by_day.back().nth_of_period = choices.from_to(-53, 53);
  }
  for (std::size_t i = choices.one_of(4); i > 0; --i) rule.by_month_day.push_back(choices.from_to(-31, 31));
  for (std::size_t i = choices.one_of(4); i > 0; --i) rule.by_month.push_back({choices.from_to(1, 12)});
  for (std::size_t i = choices.one_of(3); i > 0; --i) rule.by_set_position.push_back(choices.from_to(-366, 366));
  if (choices.yes()) rule.count = choices.from_to(1, 1000);
  if (choices.yes()) rule.until = a_time(choices);
  return rule;
}

/// Makes it likelier that the start is an occurrence, as decide() wants it.
void name_the_start(RecurrenceRule& rule, LocalTime start) {
  const date::year_month_day day{date::floor<date::days>(start)};
  if (!rule.by_day.empty()) rule.by_day.front() = {weekday_of(start), std::nullopt};
  if (!rule.by_month.empty()) rule.by_month.front().number = static_cast<std::int32_t>(unsigned{day.month()});
  if (!rule.by_month_day.empty()) rule.by_month_day.front() = static_cast<std::int32_t>(unsigned{day.day()});
}

Event an_event() {
  Event event;
  event.title = "Voice";
  event.duration.hours = 1;
  event.details = MasterClass{};
  std::get<MasterClass>(event.details).expert = kExpert;
  return event;
}

Event event_of(Choices choices) {
  Event event = an_event();
  event.time_zone = a_zone(choices);
  event.start = a_time(choices);
  const bool is_named = choices.yes();
  event.recurrence_rule = a_rule(choices);
  if (is_named) name_the_start(*event.recurrence_rule, event.start);
  return event;
}

/// nullopt: it is no rule.
std::optional<Event> event_of(std::string_view json) {
  boost::system::error_code error;
  const boost::json::value rule = boost::json::parse(json, error);
  if (error) return std::nullopt;
  boost::json::object body{{"title", "Voice"},   {"start", "2026-12-07T14:00:00"}, {"timeZone", "Europe/Riga"},
                           {"duration", "PT1H"}, {"expert", kExpert.to_string()},  {"recurrenceRule", rule}};
  Event event = an_event();
  if (!codec::from_json(body, event).empty()) return std::nullopt;
  return event;
}

void check_starts(const RecurrenceRule& rule, LocalTime start, const std::vector<LocalTime>& starts) {
  require(!starts.empty() && starts.front() == start, "the start is the first occurrence");
  require(starts.size() <= kMaxOccurrences, "no event has too many occurrences");
  require(!rule.count || starts.size() <= static_cast<std::size_t>(*rule.count), "there are no more than count says");
  require(!rule.until || starts.back() <= *rule.until, "there are none after until");
  require(starts.back() < date::local_days{date::year{2038} / 1 / 1}, "there are none beyond the zones' rules");
  require(starts.back() - start <= date::days{3653}, "there are none beyond the horizon");
  for (std::size_t i = 1; i < starts.size(); ++i) {
    require(starts[i - 1] < starts[i], "occurrences are in order, and each is there once");
    require((starts[i] - start) % date::days{1} == std::chrono::seconds{0}, "each is at the same time of the day");
  }
}

void check_days(const RecurrenceRule& rule, const std::vector<LocalTime>& starts) {
  for (const LocalTime time : starts) {
    const date::year_month_day day{date::floor<date::days>(time)};
    const auto month = static_cast<std::int32_t>(unsigned{day.month()});
    const auto number = static_cast<std::int32_t>(unsigned{day.day()});
    const auto length = static_cast<std::int32_t>(unsigned{(day.year() / day.month() / date::last).day()});
    const auto is_day = [&](const ByDay& each) { return each.day == weekday_of(time); };
    const auto is_month = [&](MonthOfYear each) { return each.number == month; };
    const auto is_number = [&](std::int32_t each) { return each == number || each == number - length - 1; };
    require(rule.by_day.empty() || std::any_of(rule.by_day.begin(), rule.by_day.end(), is_day), "it is on its days");
    require(rule.by_month.empty() || std::any_of(rule.by_month.begin(), rule.by_month.end(), is_month),
            "it is in its months");
    require(rule.by_month_day.empty() || std::any_of(rule.by_month_day.begin(), rule.by_month_day.end(), is_number),
            "it is on its days of the month");
  }
}

void check_occurrences(const Event& event, std::size_t starts) {
  const std::vector<Occurrence> occurrences = occurrences_of(event);
  require(occurrences.size() == starts, "each start is an occurrence");
  for (std::size_t i = 1; i < occurrences.size(); ++i) {
    require(occurrences[i - 1].interval.end <= occurrences[i].interval.begin, "they do not run into each other");
  }
}

void check_text(const Record<Event>& record) {
  const std::string text = boost::json::serialize(codec::to_json(record, codec::Audience::store));
  require(codec::record_from_json<Event>(boost::json::parse(text).as_object()) == record,
          "what was accepted is read back as the same");
}

void check(const Event& wanted) {
  const auto decision =
      decide(department(), {{"Gulnora", Role::coordinator}, Create<Event>{{Uuid{1, 1}}, wanted}}, kNow);
  if (!decision) {
    const auto* invalid = std::get_if<InvalidInput>(&decision.error());
    require(invalid != nullptr && !invalid->fields.empty(), "a rule is refused for what is wrong with it");
    return;
  }
  const Record<Event> record = *std::get<Changed<Event>>(decision->changes.front()).after;
  const RecurrenceRule& rule = *record.value.recurrence_rule;
  const auto starts = expand(rule, record.value.start, kMaxOccurrences);
  require(starts.has_value(), "an accepted rule has not too many occurrences");
  check_starts(rule, record.value.start, *starts);
  check_days(rule, *starts);
  check_occurrences(record.value, starts->size());
  check_text(record);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto event = bytes.starts_with('{') ? event_of(bytes) : std::optional(event_of(Choices(bytes)));
  if (event && event->recurrence_rule) check(*event);
  return 0;
}
