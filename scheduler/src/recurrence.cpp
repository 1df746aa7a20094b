#include "scheduler/recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

namespace scheduler {
namespace {

struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Iterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;

/// A floating time: the iterator then never asks libical's zone table, which is not thread-safe.
icaltimetype to_ical(LocalTime time) {
  const auto day = date::floor<date::days>(time);
  const date::year_month_day ymd{day};
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  icaltimetype result = icaltime_null_time();
  result.year = static_cast<int>(ymd.year());
  result.month = static_cast<int>(static_cast<unsigned>(ymd.month()));
  result.day = static_cast<int>(static_cast<unsigned>(ymd.day()));
  result.hour = static_cast<int>(clock.hours().count());
  result.minute = static_cast<int>(clock.minutes().count());
  result.second = static_cast<int>(clock.seconds().count());
  return result;
}

LocalTime from_ical(const icaltimetype& time) {
  const auto day = date::year{time.year} / time.month / time.day;
  return date::local_days{day} + std::chrono::hours{time.hour} + std::chrono::minutes{time.minute} +
         std::chrono::seconds{time.second};
}

/// `date` reads the zones' transitions, which stop here, and not the rule that goes on after them: later
/// daylight-saving time would be missed.
const LocalTime kZoneDataEnds = date::local_days{date::year{2038} / 1 / 1} - std::chrono::seconds{1};

constexpr std::array<std::string_view, 4> kFrequencies = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};

std::string_view word_of(Weekday day) {
  constexpr std::array<std::string_view, 7> kDays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  return kDays[static_cast<std::size_t>(day)];
}

/// ";BYDAY=MO,TH"; nothing for an empty list.
template <class T, class Write>
std::string list_of(std::string_view name, const std::vector<T>& items, const Write& write) {
  std::string text;
  for (const T& item : items) {
    text += text.empty() ? ';' + std::string(name) + '=' : ",";
    text += write(item);
  }
  return text;
}

/// `start` plus the horizon; the 29th of February has its anniversary on the 28th.
LocalTime horizon_of(LocalTime start) {
  const auto day = date::floor<date::days>(start);
  auto end = date::year_month_day{day} + kHorizon;
  if (!end.ok()) end = end.year() / end.month() / date::last;
  return std::min<LocalTime>(date::local_days{end} + (start - day), kZoneDataEnds);
}

/// libical miscounts weeks that begin on another day than Monday. Every day of such a weekly rule is moved back so far
/// that they begin on a Monday.
struct MovedRule {
  RecurrenceRule rule;
  date::days by{0};
};

MovedRule from_monday(const RecurrenceRule& rule) {
  if (rule.frequency != Frequency::weekly || !rule.first_day_of_week) return {rule, date::days{0}};
  const auto by = static_cast<int>(*rule.first_day_of_week);
  MovedRule moved{rule, date::days{by}};
  moved.rule.first_day_of_week.reset();
  moved.rule.by_month.clear();  // of the days as they are: looked at afterwards, and counted then
  moved.rule.count.reset();
  for (ByDay& each : moved.rule.by_day) each.day = static_cast<Weekday>((static_cast<int>(each.day) + 7 - by) % 7);
  return moved;
}

bool is_in_months(const RecurrenceRule& rule, LocalTime time) {
  const date::year_month_day day{date::floor<date::days>(time)};
  const auto month = static_cast<std::int32_t>(static_cast<unsigned>(day.month()));
  return rule.by_month.empty() ||
         std::find(rule.by_month.begin(), rule.by_month.end(), MonthOfYear{month}) != rule.by_month.end();
}

}  // namespace

Weekday weekday_of(date::local_days day) { return static_cast<Weekday>(date::weekday{day}.iso_encoding() - 1); }

Weekday weekday_of(LocalTime time) { return weekday_of(date::floor<date::days>(time)); }

std::optional<MonthOfYear> MonthOfYear::parse(std::string_view text) {
  for (std::int32_t number = 1; number <= 12; ++number) {
    if (text == std::to_string(number)) return MonthOfYear{number};
  }
  return std::nullopt;
}

std::string rrule_without_until(const RecurrenceRule& rule) {
  std::string text = "FREQ=" + std::string(kFrequencies[static_cast<std::size_t>(rule.frequency)]);
  if (rule.interval != 1) text += ";INTERVAL=" + std::to_string(rule.interval);
  text += list_of("BYMONTH", rule.by_month, [](MonthOfYear month) { return month.to_string(); });
  text += list_of("BYMONTHDAY", rule.by_month_day, [](std::int32_t day) { return std::to_string(day); });
  text += list_of("BYDAY", rule.by_day, [](const ByDay& each) {
    return (each.nth_of_period ? std::to_string(*each.nth_of_period) : "") + std::string(word_of(each.day));
  });
  text += list_of("BYSETPOS", rule.by_set_position, [](std::int32_t position) { return std::to_string(position); });
  if (rule.first_day_of_week) text += ";WKST=" + std::string(word_of(*rule.first_day_of_week));
  if (rule.count) text += ";COUNT=" + std::to_string(*rule.count);
  return text;
}

std::optional<std::vector<LocalTime>> expand(const RecurrenceRule& rule, LocalTime start, std::size_t limit) {
  const MovedRule moved = from_monday(rule);
  const icalrecurrencetype parsed = icalrecurrencetype_from_string(rrule_without_until(moved.rule).c_str());
  const Iterator iterator{icalrecur_iterator_new(parsed, to_ical(start - moved.by))};
  std::vector<LocalTime> starts;
  if (!iterator) return starts;  // libical's word for a rule that can never be met
  const LocalTime horizon = horizon_of(start);
  const LocalTime last = rule.until && *rule.until < horizon ? *rule.until : horizon;
  for (auto next = icalrecur_iterator_next(iterator.get()); icaltime_is_null_time(next) == 0;
       next = icalrecur_iterator_next(iterator.get())) {
    const LocalTime local = from_ical(next) + moved.by;
    if (last < local || (rule.count && std::cmp_equal(starts.size(), *rule.count))) break;
    if (!is_in_months(rule, local)) continue;
    if (starts.size() == limit) return std::nullopt;
    starts.push_back(local);
  }
  return starts;
}

}  // namespace scheduler
