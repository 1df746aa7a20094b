#include "openapi_examples.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <initializer_list>

#include "openapi_examples_text.hpp"

namespace api {
namespace {

namespace json = boost::json;

/// The member at the end of the way; null where it ends before.
json::value find(std::initializer_list<std::string_view> way) {
  static const json::value kExamples = json::parse(kOpenApiExamples);
  const json::value* place = &kExamples;
  for (const std::string_view name : way) {
    const json::object* object = place->if_object();
    place = object != nullptr ? object->if_contains(name) : nullptr;
    if (place == nullptr) return nullptr;
  }
  return *place;
}

}  // namespace

json::value example_request(std::string_view operation) { return find({"operations", operation, "request"}); }

json::value example_response(std::string_view operation) { return find({"operations", operation, "response"}); }

json::value example_parameter(std::string_view operation, std::string_view name) {
  return find({"operations", operation, "parameters", name});
}

json::value example_problem(std::string_view name) { return find({"problems", name}); }

}  // namespace api
