#pragma once

#include <string_view>

namespace api {

/// Stands before a cell that a spreadsheet would compute.
inline constexpr char kFormulaGuard = '\'';

/// Whether a spreadsheet would compute the cell. One with guards already counts too: it gets one more, so that taking
/// one away is always right.
[[nodiscard]] constexpr bool is_formula(std::string_view cell) {
  const auto begin = cell.find_first_not_of(kFormulaGuard);
  return begin != std::string_view::npos && std::string_view("=+-@\t\r").find(cell[begin]) != std::string_view::npos;
}

}  // namespace api
