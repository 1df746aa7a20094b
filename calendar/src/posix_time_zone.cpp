#include "calendar/posix_time_zone.hpp"

#include <algorithm>

namespace calendar {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_quotable(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-'; }

/// Reads a rule from left to right. Every function gives nullopt, or false, where the text goes on in another way.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] bool at(char c) const { return rest_.starts_with(c); }

  bool skip(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<std::string> name() {
    const bool quoted = skip('<');
    std::string name = take_while(quoted ? is_quotable : is_letter);
    if (name.size() < 3 || (quoted && !skip('>'))) return std::nullopt;
    return name;
  }

  std::optional<int> number(int least, int most) {
    const std::string digits = take_while(is_digit);
    if (digits.empty() || digits.size() > 3) return std::nullopt;
    const int value = std::stoi(digits);
    return value >= least && value <= most ? std::optional(value) : std::nullopt;
  }

  /// "[+-]hh[:mm[:ss]]"
  std::optional<seconds> time(int most_hours) {
    const bool negative = skip('-');
    if (!negative) skip('+');
    const auto hour = number(0, most_hours);
    const auto minute = hour && skip(':') ? number(0, 59) : std::optional(0);
    const auto second = minute && skip(':') ? number(0, 59) : std::optional(0);
    if (!hour || !minute || !second) return std::nullopt;
    const seconds time = hours{*hour} + minutes{*minute} + seconds{*second};
    return negative ? -time : time;
  }

  /// ",Mm.w.d[/time]"
  std::optional<YearlyOnset> onset() {
    if (!skip(',') || !skip('M')) return std::nullopt;
    const auto month = number(1, 12);
    const auto week = month && skip('.') ? number(1, 5) : std::nullopt;
    const auto day = week && skip('.') ? number(0, 6) : std::nullopt;
    if (!day) return std::nullopt;
    const auto at = skip('/') ? time(167) : std::optional<seconds>(hours{2});
    if (!at) return std::nullopt;
    return YearlyOnset{.month = date::month(static_cast<unsigned>(*month)),
                       .week = static_cast<unsigned>(*week),
                       .weekday = date::weekday(static_cast<unsigned>(*day)),
                       .time = *at};
  }

 private:
  std::string take_while(bool (*belongs)(char)) {
    const auto* end = std::ranges::find_if_not(rest_, belongs);
    std::string taken(rest_.begin(), end);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  std::string_view rest_;
};

std::optional<PosixTimeZone::Daylight> read_daylight(RuleReader& reader, seconds standard_offset) {
  const auto name = reader.name();
  if (!name) return std::nullopt;
  const auto west = reader.at(',') ? std::optional<seconds>(-standard_offset - hours{1}) : reader.time(24);
  const auto begin = west ? reader.onset() : std::nullopt;
  const auto end = begin ? reader.onset() : std::nullopt;
  if (!end) return std::nullopt;
  return PosixTimeZone::Daylight{.name = *name, .offset = -*west, .begin = *begin, .end = *end};
}

}  // namespace

std::optional<PosixTimeZone> PosixTimeZone::parse(std::string_view text) {
  RuleReader reader(text);
  const auto name = reader.name();
  const auto west = name ? reader.time(24) : std::nullopt;
  if (!west) return std::nullopt;
  PosixTimeZone zone{.name = *name, .offset = -*west, .daylight = std::nullopt};
  if (reader.at_end()) return zone;
  zone.daylight = read_daylight(reader, zone.offset);
  if (!zone.daylight || !reader.at_end()) return std::nullopt;
  return zone;
}

}  // namespace calendar
