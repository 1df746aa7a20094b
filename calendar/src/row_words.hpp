#pragma once

#include <string>
#include <vector>

#include "calendar/language.hpp"
#include "scheduler/event.hpp"
#include "scheduler/record.hpp"
#include "scheduler/room.hpp"

namespace calendar {

/// What a calendar says of one row of the agenda, not yet escaped.
struct RowWords {
  std::string title;
  std::string title_language;  ///< BCP 47
  std::string description;     ///< may be empty
  std::string location;        ///< may be empty
};

/// Of the part of `event` with that id (nil: of the whole), in `language` where there is such a wording, else as it was
/// written. `event` has one occurrence only, or its occurrences are alike. `rooms` are those that are known.
[[nodiscard]] RowWords words_of(const scheduler::Event& event, const scheduler::Uuid& part,
                                const std::vector<scheduler::RecordPtr<scheduler::Room>>& rooms, Language language);

}  // namespace calendar
