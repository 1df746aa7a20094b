#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/describe.hpp"
#include "scheduler/error.hpp"

namespace scheduler {

/// Why `text` may not stand in `field`: invalid UTF-8, control characters (a multiline field may have line feeds and
/// tabs), too short, too long, blank where something is needed. nullopt: it may.
[[nodiscard]] std::optional<std::string> problem_of_text(std::string_view text, const Field& field);

/// Why `number` may not stand in `field`. nullopt: it may.
[[nodiscard]] std::optional<std::string> problem_of_number(std::int64_t number, const Field& field);

/// Everything in `object` that is not within the bounds of describe.hpp, with its JSON Pointer. What is stored must be
/// readable again, wherever it came from: decide() refuses whatever this finds. `T` is any entity. Pure.
template <class T>
[[nodiscard]] std::vector<InvalidField> out_of_bounds(const T& object);

}  // namespace scheduler
