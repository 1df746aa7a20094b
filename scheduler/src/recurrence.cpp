#include "scheduler/recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

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

/// `start` plus the horizon; the 29th of February has its anniversary on the 28th.
LocalTime horizon_of(LocalTime start) {
  const auto day = date::floor<date::days>(start);
  auto end = date::year_month_day{day} + kHorizon;
  if (!end.ok()) end = end.year() / end.month() / date::last;
  return std::min<LocalTime>(date::local_days{end} + (start - day), kZoneDataEnds);
}

}  // namespace

Weekday weekday_of(LocalTime time) {
  const date::weekday weekday{date::floor<date::days>(time)};
  return static_cast<Weekday>(weekday.iso_encoding() - 1);
}

std::string rrule_without_until(const RecurrenceRule& rule) {
  constexpr std::array<std::string_view, 7> kDays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  std::string text = rule.frequency == Frequency::daily ? "FREQ=DAILY" : "FREQ=WEEKLY";
  if (rule.interval != 1) text += ";INTERVAL=" + std::to_string(rule.interval);
  for (std::size_t i = 0; i < rule.by_day.size(); ++i) {
    text += i == 0 ? ";BYDAY=" : ",";
    text += kDays[static_cast<std::size_t>(rule.by_day[i].day)];
  }
  if (rule.count) text += ";COUNT=" + std::to_string(*rule.count);
  return text;
}

std::optional<std::vector<LocalTime>> expand(const RecurrenceRule& rule, LocalTime start, std::size_t limit) {
  const icalrecurrencetype parsed = icalrecurrencetype_from_string(rrule_without_until(rule).c_str());
  const Iterator iterator{icalrecur_iterator_new(parsed, to_ical(start))};
  std::vector<LocalTime> starts;
  if (!iterator) return starts;  // libical's word for a rule that can never be met
  const LocalTime horizon = horizon_of(start);
  const LocalTime last = rule.until && *rule.until < horizon ? *rule.until : horizon;
  for (auto next = icalrecur_iterator_next(iterator.get()); icaltime_is_null_time(next) == 0;
       next = icalrecur_iterator_next(iterator.get())) {
    const LocalTime local = from_ical(next);
    if (last < local) break;
    if (starts.size() == limit) return std::nullopt;
    starts.push_back(local);
  }
  return starts;
}

}  // namespace scheduler
