#pragma once

#include <array>
#include <string_view>

#include "calendar/language.hpp"

namespace calendar {

/// What Karvon itself says in a calendar.
struct Wording {
  std::string_view cancelled;             ///< before a cancelled event's title
  std::string_view busy;                  ///< in the place of a title that the reader may not know
  std::string_view online;                ///< before the link to where people meet
  std::array<std::string_view, 4> kinds;  ///< in the order of EventKind
  std::string_view narrowed;              ///< a line after the description; {} is the last date
};

[[nodiscard]] const Wording& wording_in(Language language);

}  // namespace calendar
