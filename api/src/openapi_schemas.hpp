#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "scheduler/field.hpp"

namespace api {

/// The schemas of the OpenAPI document, by name: those of the fields that scheduler/describe.hpp lists, and of what
/// answers have around them.
[[nodiscard]] boost::json::object component_schemas();

/// {"$ref": "#/components/<section>/<name>"}
[[nodiscard]] boost::json::object reference(std::string_view section, std::string_view name);

[[nodiscard]] boost::json::object boolean_schema();
[[nodiscard]] boost::json::object number_schema();
[[nodiscard]] boost::json::object list_of(boost::json::object items);
[[nodiscard]] boost::json::object object_of(boost::json::object properties,
                                            std::initializer_list<std::string_view> required = {});
[[nodiscard]] boost::json::object read_only(boost::json::object schema);
/// `schema` with more properties.
[[nodiscard]] boost::json::object with(boost::json::object schema,
                                       std::initializer_list<std::pair<std::string_view, boost::json::object>> members);
/// Marks what answers always have beside the fields.
[[nodiscard]] boost::json::object present(boost::json::object schema, std::initializer_list<std::string_view> names);
[[nodiscard]] boost::json::object text_schema();
[[nodiscard]] boost::json::object instant_schema();

template <scheduler::Worded E>
[[nodiscard]] boost::json::object words_schema() {
  boost::json::array words;
  for (const std::string_view word : words_of(E{})) words.emplace_back(word);
  return {{"type", "string"}, {"enum", std::move(words)}};
}

}  // namespace api
