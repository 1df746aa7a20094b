#include "outlook_rule.hpp"

#include <algorithm>
#include <array>

namespace calendar {
namespace {

using scheduler::ByDay;
using scheduler::Frequency;
using scheduler::LocalTime;
using scheduler::RecurrenceRule;

/// MS-OXOCAL 2.2.1.44.1: the longest periods are 999 days, 99 weeks and 99 months.
std::int32_t longest_interval(Frequency frequency) {
  switch (frequency) {
    case Frequency::daily:
      return 999;
    case Frequency::weekly:
    case Frequency::monthly:
      return 99;
    case Frequency::yearly:
      return 99 / 12;
  }
  return 1;
}

/// One of the first four, or the last.
bool is_position(std::int32_t number) { return number == -1 || (1 <= number && number <= 4); }

bool is_plain_day(const ByDay& day) { return !day.nth_of_period; }

/// The last day that the month of the rule has, or any month where it names none.
std::int32_t shortest_month(const RecurrenceRule& rule) {
  constexpr std::array<std::int32_t, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return rule.by_month.empty() ? 28 : kDays.at(static_cast<std::size_t>(rule.by_month.front().number - 1));
}

/// Within a month: one day, one weekday with its position, or a set of weekdays with one position.
bool names_one_day(const RecurrenceRule& rule) {
  if (rule.by_day.empty()) {
    if (rule.by_month_day.size() != 1 || !rule.by_set_position.empty()) return false;
    const std::int32_t day = rule.by_month_day.front();
    return day == -1 || (1 <= day && day <= shortest_month(rule));
  }
  if (!rule.by_month_day.empty()) return false;
  if (rule.by_set_position.empty()) {
    const auto& nth = rule.by_day.front().nth_of_period;
    return rule.by_day.size() == 1 && nth && is_position(*nth);
  }
  return rule.by_set_position.size() == 1 && is_position(rule.by_set_position.front()) &&
         std::ranges::all_of(rule.by_day, is_plain_day);
}

/// What a rule without days leaves to its start, said.
void say_day_of(LocalTime first, RecurrenceRule& rule) {
  if (rule.frequency == Frequency::daily || !rule.by_day.empty() || !rule.by_month_day.empty()) return;
  const date::year_month_day day{date::floor<date::days>(first)};
  if (rule.frequency == Frequency::weekly) {
    rule.by_day.push_back({scheduler::weekday_of(first), std::nullopt});
    return;
  }
  rule.by_month_day.push_back(static_cast<std::int32_t>(unsigned{day.day()}));
  if (rule.frequency == Frequency::yearly && rule.by_month.empty()) {
    rule.by_month.push_back({static_cast<std::int32_t>(unsigned{day.month()})});
  }
}

bool is_of_weeks(const RecurrenceRule& rule) {
  return rule.by_month.empty() && rule.by_month_day.empty() && rule.by_set_position.empty() &&
         std::ranges::all_of(rule.by_day, is_plain_day);
}

/// Whether the rule, which says all its days, fits one of the templates.
bool fits_a_template(const RecurrenceRule& rule) {
  if (rule.interval > longest_interval(rule.frequency)) return false;
  switch (rule.frequency) {
    case Frequency::daily:
      return is_of_weeks(rule) && rule.by_day.empty();
    case Frequency::weekly:
      return is_of_weeks(rule);
    case Frequency::monthly:
      return rule.by_month.empty() && names_one_day(rule);
    case Frequency::yearly:
      return rule.by_month.size() == 1 && names_one_day(rule);
  }
  return false;
}

/// Made of a later start than the event's, the rule goes on for longer than the schedule looks ahead.
bool makes(const RecurrenceRule& rule, const std::vector<LocalTime>& starts) {
  const auto made = expand(rule, starts.front(), scheduler::kMaxOccurrences);
  return made && made->size() >= starts.size() && std::equal(starts.begin(), starts.end(), made->begin());
}

}  // namespace

std::optional<RecurrenceRule> rule_for_outlook(const scheduler::Event& event, const std::vector<LocalTime>& starts) {
  const RecurrenceRule& rule = *event.recurrence_rule;
  RecurrenceRule said = rule;
  const bool is_every_day = said.frequency == Frequency::daily && said.interval == 1;
  if (is_every_day && !said.by_day.empty()) said.frequency = Frequency::weekly;  // its daily rules have no weekdays
  say_day_of(starts.front(), said);
  const bool leaves_weeks_out = said.frequency == Frequency::weekly && said.interval > 1;
  const auto first_day = said.first_day_of_week.value_or(scheduler::Weekday::monday);
  said.first_day_of_week = leaves_weeks_out ? std::optional(first_day) : std::nullopt;
  if (!fits_a_template(said)) return std::nullopt;
  const bool is_as_it_was = said == rule && starts.front() == event.start;
  return is_as_it_was || makes(said, starts) ? std::optional(said) : std::nullopt;
}

}  // namespace calendar
