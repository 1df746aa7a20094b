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

/// What libical is asked for instead of a rule, to leave its faults outside. What it is not told is looked at
/// afterwards.
struct Question {
  RecurrenceRule rule;
  date::days moved_by{0};  ///< so much earlier than they are the answers come
};

MonthOfYear month_of(LocalTime time) {
  const date::year_month_day day{date::floor<date::days>(time)};
  return {static_cast<std::int32_t>(static_cast<unsigned>(day.month()))};
}

std::int32_t day_of_month(LocalTime time) {
  const date::year_month_day day{date::floor<date::days>(time)};
  return static_cast<std::int32_t>(static_cast<unsigned>(day.day()));
}

Question question_of(const RecurrenceRule& rule) {
  Question question{rule, date::days{0}};
  RecurrenceRule& asked = question.rule;
  asked.count.reset();  // of what is left afterwards
  if (rule.frequency == Frequency::weekly && rule.first_day_of_week) {
    // It miscounts weeks that begin on another day than Monday: all days are moved back until they begin on one.
    const auto by = static_cast<int>(*rule.first_day_of_week);
    question.moved_by = date::days{by};
    asked.first_day_of_week.reset();
    asked.by_month.clear();  // of the days as they are
    for (ByDay& each : asked.by_day) each.day = static_cast<Weekday>((static_cast<int>(each.day) + 7 - by) % 7);
  }
  // Every second month from January on is never April, which it would look for through all the centuries it knows.
  if (rule.frequency == Frequency::monthly) asked.by_month.clear();
  if (!rule.by_day.empty() && !rule.by_month_day.empty()) {
    // Likewise the first Friday that is a 31st.
    asked.by_month_day.clear();
  }
  return question;
}

/// RFC 8984 4.3.3.1: a yearly rule by days of the month is one of the start's month.
bool is_in_months(const RecurrenceRule& rule, LocalTime start, LocalTime time) {
  if (!rule.by_month.empty()) {
    return std::find(rule.by_month.begin(), rule.by_month.end(), month_of(time)) != rule.by_month.end();
  }
  const bool is_of_the_start = rule.frequency == Frequency::yearly && !rule.by_month_day.empty();
  return !is_of_the_start || month_of(time) == month_of(start);
}

bool is_on_month_days(const RecurrenceRule& rule, LocalTime time) {
  const date::year_month_day day{date::floor<date::days>(time)};
  const auto last = static_cast<std::int32_t>(static_cast<unsigned>((day.year() / day.month() / date::last).day()));
  return rule.by_month_day.empty() ||
         std::any_of(rule.by_month_day.begin(), rule.by_month_day.end(),
                     [&](std::int32_t each) { return day_of_month(time) == (each > 0 ? each : last + 1 + each); });
}

bool is_on_weekdays(const RecurrenceRule& rule, LocalTime time) {
  return rule.by_day.empty() || std::any_of(rule.by_day.begin(), rule.by_day.end(),
                                            [&](const ByDay& each) { return each.day == weekday_of(time); });
}

/// Gives `visit` what the rule makes of `start`, in order, between `from` and `last` or until it answers false. The
/// rule has no positions, and its count is the visitor's to see. `from` is the start, or before it in its period.
template <class Visit>
void visit_days(const RecurrenceRule& rule, LocalTime start, LocalTime from, LocalTime last, Visit&& visit) {
  if (rule.frequency == Frequency::daily) {
    for (LocalTime time = from; time <= last; time += date::days{rule.interval}) {
      const bool is_one = is_on_weekdays(rule, time) && is_in_months(rule, start, time) && is_on_month_days(rule, time);
      if (is_one && !visit(time)) return;
    }
    return;
  }
  const Question question = question_of(rule);
  const bool is_filtered = question.rule.by_month_day != rule.by_month_day;
  const icalrecurrencetype parsed = icalrecurrencetype_from_string(rrule_without_until(question.rule).c_str());
  const Iterator iterator{icalrecur_iterator_new(parsed, to_ical(from - question.moved_by))};
  if (!iterator) return;  // libical's word for a rule that can never be met
  for (auto next = icalrecur_iterator_next(iterator.get()); icaltime_is_null_time(next) == 0;
       next = icalrecur_iterator_next(iterator.get())) {
    const LocalTime time = from_ical(next) + question.moved_by;
    if (last < time) return;
    const bool is_one = is_in_months(rule, start, time) && (!is_filtered || is_on_month_days(rule, time));
    if (is_one && !visit(time)) return;
  }
}

/// The month or the year, as its first day.
LocalDate period_of(const RecurrenceRule& rule, LocalTime time) {
  const date::year_month_day day{date::floor<date::days>(time)};
  return LocalDate{rule.frequency == Frequency::monthly ? day.year() / day.month() / 1 : day.year() / 1 / 1};
}

/// The set of a period is whole after so much.
constexpr date::days kLongestPeriod{366};

/// The rule of which the positions are counted: all that a period has, from its first day on, and not only from a
/// start within it. What the rule leaves to the start is said (RFC 8984 4.3.3.1).
RecurrenceRule whole_periods(RecurrenceRule rule, LocalTime start) {
  rule.by_set_position.clear();
  rule.count.reset();
  if (!rule.by_day.empty()) return rule;
  if (rule.by_month_day.empty()) rule.by_month_day = {day_of_month(start)};
  if (rule.frequency == Frequency::yearly && rule.by_month.empty()) rule.by_month = {month_of(start)};
  return rule;
}

/// The members of `set`, which is in order, at the positions, in order; the last one is -1.
std::vector<LocalTime> at_positions(const std::vector<LocalTime>& set, const std::vector<std::int32_t>& positions) {
  std::vector<LocalTime> chosen;
  const auto size = static_cast<std::int32_t>(set.size());
  for (const std::int32_t position : positions) {
    const std::int32_t index = position > 0 ? position - 1 : size + position;
    if (0 <= index && index < size) chosen.push_back(set[static_cast<std::size_t>(index)]);
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

/// As visit_days(), for a monthly or yearly rule with positions: libical counts a day twice that is named from both
/// ends of its month. `last`: nothing beyond is of interest.
template <class Visit>
void visit_positions(const RecurrenceRule& rule, LocalTime start, LocalTime last, Visit&& visit) {
  std::vector<LocalTime> set;
  const auto visit_chosen = [&] {
    for (const LocalTime time : at_positions(set, rule.by_set_position)) {
      if (start <= time && !visit(time)) return false;
    }
    set.clear();
    return true;
  };
  const LocalTime from = period_of(rule, start) + (start - date::floor<date::days>(start));
  const LocalTime to = period_of(rule, last) + kLongestPeriod;
  bool goes_on = true;
  visit_days(whole_periods(rule, start), start, from, to, [&](LocalTime time) {
    if (!set.empty() && period_of(rule, set.front()) != period_of(rule, time)) goes_on = visit_chosen();
    if (set.empty() || set.back() != time) set.push_back(time);
    return goes_on;
  });
  if (goes_on) visit_chosen();
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
  const LocalTime horizon = horizon_of(start);
  const LocalTime last = rule.until && *rule.until < horizon ? *rule.until : horizon;
  std::vector<LocalTime> starts;
  bool too_many = false;
  const auto take = [&](LocalTime time) {
    if (last < time || (rule.count && std::cmp_equal(starts.size(), *rule.count))) return false;
    too_many = starts.size() == limit;
    if (!too_many) starts.push_back(time);
    return !too_many;
  };
  if (rule.by_set_position.empty()) {
    visit_days(rule, start, start, last, take);
  } else {
    visit_positions(rule, start, last, take);
  }
  if (too_many) return std::nullopt;
  return starts;
}

}  // namespace scheduler
