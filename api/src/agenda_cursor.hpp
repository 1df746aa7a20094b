#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scheduler/interval_index.hpp"

namespace api {

/// A place in the agenda: the last row that was given. The text means nothing to clients.
[[nodiscard]] std::string to_cursor(const scheduler::IndexedOccurrence& last);
[[nodiscard]] std::optional<scheduler::IndexedOccurrence> agenda_cursor_of(std::string_view text);

}  // namespace api
