#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "http/message.hpp"
#include "scheduler/entities.hpp"
#include "scheduler/schedule.hpp"

namespace api {

/// What a filter's value looks like.
enum class FilterShape { id, text, number, event_status, closure_status, closure_kind, equipment_kind, project_kind };

/// A parameter that narrows a list.
struct FilterParameter {
  std::string_view name;
  FilterShape shape;
  std::string_view meaning;
};
using FilterParameters = std::span<const FilterParameter>;

/// The parameters by which the lists of a `T` can be narrowed, beside `q`.
template <class T>
[[nodiscard]] FilterParameters filters_of();

/// The texts of the object that a search with `q` looks at.
template <class T>
[[nodiscard]] std::vector<std::string_view> texts_of(const T& object);

/// Whether the object is among those that the filter asks for. `value` has been checked.
template <class T>
[[nodiscard]] bool passes(const T& object, std::string_view filter, std::string_view value);

using Filters = std::vector<std::pair<std::string, std::string>>;

/// The filters that the query names.
/// @return 422 for a value that nothing can have
[[nodiscard]] tl::expected<Filters, http::Response> filters_in(const http::Request& request, FilterParameters known);

template <class T>
[[nodiscard]] bool passes_all(const T& object, const Filters& filters) {
  for (const auto& [name, value] : filters) {
    if (!passes(object, name, value)) return false;
  }
  return true;
}

/// The JSON Schema of a filter's value.
[[nodiscard]] boost::json::object schema_of_filter(const FilterParameter& parameter);

}  // namespace api
