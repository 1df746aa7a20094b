#include "scheduler/time.hpp"

#include <algorithm>
#include <array>

namespace scheduler {
namespace {

/// Takes fixed pieces off the front of a text; once one is missing, everything after it fails too.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return ok_ && rest_.empty(); }
  [[nodiscard]] char peek() const { return rest_.empty() ? '\0' : rest_.front(); }

  bool skip(char expected) {
    if (peek() != expected || rest_.empty()) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void expect(char expected) { ok_ = skip(expected) && ok_; }

  /// Whether there was at least one digit to skip.
  bool skip_digits() {
    const std::size_t digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    rest_.remove_prefix(digits);
    return digits > 0;
  }

  /// Exactly `digits` decimal digits.
  int number(std::size_t digits) {
    if (rest_.size() < digits) ok_ = false;
    int value = 0;
    for (std::size_t i = 0; ok_ && i < digits; ++i) {
      ok_ = rest_[i] >= '0' && rest_[i] <= '9';
      value = value * 10 + (rest_[i] - '0');
    }
    if (ok_) rest_.remove_prefix(digits);
    return value;
  }

  /// One to six decimal digits.
  int number() {
    std::size_t digits = 0;
    while (digits < rest_.size() && digits < 7 && rest_[digits] >= '0' && rest_[digits] <= '9') ++digits;
    if (digits == 0 || digits > 6) ok_ = false;
    return number(digits);
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2099;

/// Whether it is within these years in UTC too, as which it is written.
bool is_within_years(Instant time) {
  return Instant{date::sys_days{date::year{kFirstYear} / 1 / 1}} <= time &&
         time < Instant{date::sys_days{date::year{kLastYear + 1} / 1 / 1}};
}

std::optional<date::local_days> scan_date(Scanner& scanner) {
  const int year = scanner.number(4);
  scanner.expect('-');
  const int month = scanner.number(2);
  scanner.expect('-');
  const int day = scanner.number(2);
  const auto ymd = date::year{year} / month / day;
  if (!scanner.ok() || !ymd.ok() || year < kFirstYear || year > kLastYear) return std::nullopt;
  return date::local_days{ymd};
}

std::optional<std::chrono::seconds> scan_time_of_day(Scanner& scanner) {
  const int hour = scanner.number(2);
  scanner.expect(':');
  const int minute = scanner.number(2);
  scanner.expect(':');
  const int second = scanner.number(2);
  if (!scanner.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
}

std::optional<LocalTime> scan_local_time(Scanner& scanner) {
  const auto day = scan_date(scanner);
  scanner.expect('T');
  const auto time = scan_time_of_day(scanner);
  if (!day || !time) return std::nullopt;
  return *day + *time;
}

/// What has to be added to the local time to get to UTC.
std::optional<std::chrono::seconds> scan_offset(Scanner& scanner) {
  if (scanner.skip('Z') || scanner.skip('z')) return std::chrono::seconds{0};
  const bool east = scanner.peek() == '+';
  if (!east && scanner.peek() != '-') return std::nullopt;
  scanner.skip(scanner.peek());
  const int hour = scanner.number(2);
  scanner.expect(':');
  const int minute = scanner.number(2);
  if (!scanner.ok() || hour > 23 || minute > 59) return std::nullopt;
  const auto offset = std::chrono::hours{hour} + std::chrono::minutes{minute};
  return east ? -offset : offset;
}

std::string two_digits(std::int64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

}  // namespace

std::optional<Duration> Duration::parse(std::string_view text) {
  Scanner scanner(text);
  Duration duration;
  scanner.expect('P');
  bool in_time = false;
  bool any = false;
  // Each unit may stand once, in this order.
  constexpr std::string_view kUnits = "WDTHMS";
  std::size_t next_unit = 0;
  while (scanner.ok() && !scanner.at_end()) {
    if (!in_time && scanner.skip('T')) {
      in_time = true;
      any = false;
      next_unit = 3;
      continue;
    }
    const std::int32_t value = scanner.number();
    const std::size_t unit = kUnits.find(scanner.peek(), next_unit);
    if (!scanner.ok() || unit == std::string_view::npos || unit == 2 || (unit > 2) != in_time) return std::nullopt;
    scanner.skip(kUnits[unit]);
    const std::array<std::int32_t*, 6> parts = {&duration.weeks, &duration.days,    nullptr,
                                                &duration.hours, &duration.minutes, &duration.seconds};
    *parts[unit] = value;
    next_unit = unit + 1;
    any = true;
  }
  if (!scanner.at_end() || !any) return std::nullopt;
  return duration;
}

std::string Duration::to_string() const {
  std::string text = "P";
  const auto add = [&](std::int32_t value, char unit) {
    if (value != 0) text += std::to_string(value) + unit;
  };
  add(weeks, 'W');
  add(days, 'D');
  if (hours != 0 || minutes != 0 || seconds != 0) text += 'T';
  add(hours, 'H');
  if (minutes == 0 && hours != 0 && seconds != 0) text += "0M";  // RFC 5545 3.3.6: seconds follow minutes only
  add(minutes, 'M');
  add(seconds, 'S');
  return text == "P" ? "PT0S" : text;
}

std::optional<TimeOfDay> TimeOfDay::parse(std::string_view text) {
  Scanner scanner(text);
  const int hour = scanner.number(2);
  scanner.expect(':');
  const int minute = scanner.number(2);
  if (!scanner.at_end() || minute > 59 || hour > 24 || (hour == 24 && minute != 0)) return std::nullopt;
  return TimeOfDay{std::chrono::hours{hour} + std::chrono::minutes{minute}};
}

std::string TimeOfDay::to_string() const {
  return two_digits(since_midnight.count() / 60) + ':' + two_digits(since_midnight.count() % 60);
}

std::optional<LocalTime> parse_local_time(std::string_view text) {
  Scanner scanner(text);
  const auto time = scan_local_time(scanner);
  return scanner.at_end() ? time : std::nullopt;
}

std::optional<Instant> parse_instant(std::string_view text) {
  Scanner scanner(text);
  const auto local = scan_local_time(scanner);
  if (scanner.skip('.') && !scanner.skip_digits()) return std::nullopt;
  const auto to_utc = scan_offset(scanner);
  if (!local || !to_utc || !scanner.at_end()) return std::nullopt;
  const Instant time{local->time_since_epoch() + *to_utc};
  return is_within_years(time) ? std::optional(time) : std::nullopt;
}

std::optional<date::local_days> parse_date(std::string_view text) {
  Scanner scanner(text);
  const auto day = scan_date(scanner);
  return scanner.at_end() ? day : std::nullopt;
}

std::string to_string(date::local_days day) {
  const date::year_month_day ymd{day};
  return std::to_string(static_cast<int>(ymd.year())) + '-' + two_digits(static_cast<unsigned>(ymd.month())) + '-' +
         two_digits(static_cast<unsigned>(ymd.day()));
}

std::string to_string(LocalTime time) {
  const auto day = date::floor<date::days>(time);
  const date::hh_mm_ss<std::chrono::seconds> clock{time - day};
  return to_string(day) + 'T' + two_digits(clock.hours().count()) + ':' + two_digits(clock.minutes().count()) + ':' +
         two_digits(clock.seconds().count());
}

std::string to_string(Instant time) { return to_string(LocalTime{time.time_since_epoch()}) + 'Z'; }

}  // namespace scheduler
