#pragma once

#include <span>
#include <string_view>

namespace api {

/// A problem that an answer may have as its `type`, "/problems/<name>", explained to whoever meets it.
struct CataloguedProblem {
  std::string_view name;
  std::string_view statuses;  ///< "409"
  std::string_view title;
  std::string_view meaning;
  std::string_view what_to_do;
};

/// All of them, in order of name.
[[nodiscard]] std::span<const CataloguedProblem> problem_catalogue();

/// Null when there is none of that name.
[[nodiscard]] const CataloguedProblem* find_problem(std::string_view name);

}  // namespace api
