#include "agenda_cursor.hpp"

#include <array>
#include <charconv>

namespace api {
namespace {

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  // Whatever time is meant, it is within the years that Karvon knows; more would overflow further on.
  constexpr std::int64_t kYear2200 = 7'258'118'400;
  constexpr std::int64_t kDay = 86'400;  // the first of January 1970 begins earlier east of Greenwich
  if (error != std::errc{} || end != text.data() + text.size() || number < -kDay || number > kYear2200) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::string to_cursor(const scheduler::IndexedOccurrence& last) {
  const auto seconds = [](auto time) { return std::to_string(time.time_since_epoch().count()); };
  return seconds(last.interval.begin) + '.' + seconds(last.interval.end) + '.' + seconds(last.recurrence_id) + '.' +
         last.event.to_string() + '.' + last.part.to_string();
}

std::optional<scheduler::IndexedOccurrence> agenda_cursor_of(std::string_view text) {
  std::array<std::int64_t, 3> times{};
  for (std::int64_t& time : times) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto number = number_of(text.substr(0, dot));
    if (!number) return std::nullopt;
    time = *number;
    text.remove_prefix(dot + 1);
  }
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto event = scheduler::Id<scheduler::Event>::parse(text.substr(0, dot));
  const auto part = scheduler::Uuid::parse(text.substr(dot + 1));
  if (!event || !part) return std::nullopt;
  const auto seconds = [](std::int64_t count) { return std::chrono::seconds{count}; };
  return scheduler::IndexedOccurrence{{scheduler::Instant{seconds(times[0])}, scheduler::Instant{seconds(times[1])}},
                                      *event,
                                      scheduler::LocalTime{seconds(times[2])},
                                      *part};
}

}  // namespace api
