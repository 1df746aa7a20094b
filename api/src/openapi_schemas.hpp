#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "scheduler/field.hpp"

namespace api {

/// The schemas of the OpenAPI document, by name: those of the fields that scheduler/describe.hpp lists, and of what
/// answers have around them.
[[nodiscard]] boost::json::object component_schemas();

/// {"$ref": "#/components/<section>/<name>"}
[[nodiscard]] boost::json::object reference(std::string_view section, std::string_view name);

[[nodiscard]] boost::json::object text_schema();
[[nodiscard]] boost::json::object instant_schema();

template <scheduler::Worded E>
[[nodiscard]] boost::json::object words_schema() {
  boost::json::array words;
  for (const std::string_view word : words_of(E{})) words.emplace_back(word);
  return {{"type", "string"}, {"enum", std::move(words)}};
}

}  // namespace api
