#include "scheduler/holidays.hpp"

#include <date/date.h>
#include <date/islamic.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

namespace scheduler {
namespace {

struct Names {
  std::string_view occasion;
  std::string_view english;
  std::string_view uzbek;
  std::string_view russian;
};

struct Fixed {
  unsigned month;
  unsigned day;
  Names names;
};

constexpr std::array<Fixed, 7> kFixed = {{
    {1, 1, {"new-year", "New Year", "Yangi yil", "Новый год"}},
    {3, 8, {"womens-day", "Women's Day", "Xotin-qizlar kuni", "Женский день"}},
    {3, 21, {"navruz", "Navruz", "Navro‘z bayrami", "Навруз"}},
    {5, 9, {"memory-day", "Day of Memory and Honour", "Xotira va qadrlash kuni", "День памяти и почестей"}},
    {9, 1, {"independence-day", "Independence Day", "Mustaqillik kuni", "День независимости"}},
    {10,
     1,
     {"teachers-day", "Teachers' and Mentors' Day", "O‘qituvchi va murabbiylar kuni", "День учителя и наставника"}},
    {12, 8, {"constitution-day", "Constitution Day", "Konstitutsiya kuni", "День Конституции"}},
}};

constexpr Names kRamazon{"ramazon-hayiti", "Ramazon hayiti (Eid al-Fitr)", "Ramazon hayiti", "Рамазан хайит"};
constexpr Names kQurbon{"qurbon-hayiti", "Qurbon hayiti (Eid al-Adha)", "Qurbon hayiti", "Курбан хайит"};

Closure holiday_on(LocalDate day, const Names& names, std::string occasion, ClosureStatus status) {
  Closure closure;
  closure.name = names.english;
  closure.localizations = {{"ru", {std::string(names.russian)}}, {"uz", {std::string(names.uzbek)}}};
  closure.from = day;
  closure.to = day;
  closure.kind = ClosureKind::public_holiday;
  closure.status = status;
  closure.occasion = std::move(occasion);
  return closure;
}

/// The days of the Gregorian year on which the tabular Islamic calendar has this month and day.
std::vector<LocalDate> islamic_days(date::year year, unsigned month, unsigned day) {
  const LocalDate first{year / date::January / 1};
  const LocalDate last{year / date::December / 31};
  const auto islamic_year_of = [](LocalDate of) {
    return islamic::year_month_day{date::sys_days{of.time_since_epoch()}}.year();
  };
  std::vector<LocalDate> days;
  for (auto in = islamic_year_of(first); in <= islamic_year_of(last); ++in) {
    const date::sys_days found{islamic::year_month_day{in, islamic::month{month}, islamic::day{day}}};
    const LocalDate on{found.time_since_epoch()};
    if (first <= on && on <= last) days.push_back(on);
  }
  return days;
}

void add_lunar(std::vector<Closure>& closures, date::year year, unsigned month, unsigned day, const Names& names) {
  const std::string occasion = std::string(names.occasion) + '/' + std::to_string(int{year});
  const auto days = islamic_days(year, month, day);
  for (std::size_t i = 0; i < days.size(); ++i) {
    closures.push_back(holiday_on(days[i], names, i == 0 ? occasion : occasion + '-' + std::to_string(i + 1),
                                  ClosureStatus::estimated));
  }
}

bool is_weekend(LocalDate day) {
  const date::weekday weekday{day};
  return weekday == date::Saturday || weekday == date::Sunday;
}

/// One more day off for each holiday on a weekend: the next working day that is nobody else's.
void add_days_off(std::vector<Closure>& closures) {
  std::set<LocalDate> off;
  for (const Closure& each : closures) off.insert(each.from);
  const std::size_t holidays = closures.size();
  for (std::size_t i = 0; i < holidays; ++i) {
    if (!is_weekend(closures[i].from)) continue;
    LocalDate day = closures[i].from;
    while (is_weekend(day) || off.contains(day)) day += date::days{1};
    off.insert(day);
    Closure day_off = closures[i];
    const std::size_t slash = day_off.occasion->find('/');
    day_off.occasion->insert(slash, "-day-off");
    day_off.name += " (day off)";
    day_off.localizations["uz"].name += " (dam olish kuni)";
    day_off.localizations["ru"].name += " (выходной)";
    day_off.from = day_off.to = day;
    closures.push_back(std::move(day_off));
  }
}

}  // namespace

std::vector<Closure> public_holidays_of_uzbekistan(date::year year) {
  std::vector<Closure> closures;
  for (const Fixed& each : kFixed) {
    const LocalDate day{year / date::month{each.month} / date::day{each.day}};
    closures.push_back(holiday_on(day, each.names, std::string(each.names.occasion) + '/' + std::to_string(int{year}),
                                  ClosureStatus::confirmed));
  }
  constexpr unsigned kShawwal = 10;
  constexpr unsigned kDhuAlHijja = 12;
  add_lunar(closures, year, kShawwal, 1, kRamazon);
  add_lunar(closures, year, kDhuAlHijja, 10, kQurbon);
  std::sort(closures.begin(), closures.end(), [](const Closure& a, const Closure& b) { return a.from < b.from; });
  add_days_off(closures);
  std::stable_sort(closures.begin(), closures.end(),
                   [](const Closure& a, const Closure& b) { return a.from < b.from; });
  return closures;
}

}  // namespace scheduler
