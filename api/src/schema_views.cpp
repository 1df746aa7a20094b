#include "schema_views.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <stdexcept>

#include "codec/schema.hpp"
#include "openapi_schemas.hpp"

namespace api {
namespace {

namespace json = boost::json;

bool is_marked(const json::object& schema, std::string_view mark) {
  const json::value* found = schema.if_contains(mark);
  return found != nullptr && *found == true;
}

bool lists(const json::object& schema, std::string_view list, std::string_view name) {
  const json::value* names = schema.if_contains(list);
  if (names == nullptr) return false;
  const json::array& array = names->as_array();
  return std::any_of(array.begin(), array.end(), [&](const json::value& each) { return each.as_string() == name; });
}

/// So that null is valid too.
json::object nullable(json::object schema) {
  const json::value* type = schema.if_contains("type");
  if (type == nullptr) {
    json::array choices;
    choices.push_back(std::move(schema));
    choices.push_back(json::object{{"type", "null"}});
    return {{"anyOf", std::move(choices)}};
  }
  const json::value alone = *type;
  schema["type"] = json::array{alone, "null"};
  if (json::value* words = schema.if_contains("enum")) words->as_array().emplace_back(nullptr);
  return schema;
}

bool is_seen(const json::object& property, View view) {
  return !is_marked(property, view == View::answer ? "writeOnly" : "readOnly");
}

json::object properties_of(const json::object& schema, View view) {
  json::object seen;
  for (const auto& [name, value] : schema.at("properties").as_object()) {
    const json::object& property = value.as_object();
    if (!is_seen(property, view)) continue;
    // What belongs to the command is not merged with anything.
    json::object shown = view_of(property, is_marked(property, "writeOnly") ? View::request : view);
    // What must be there can be changed, and not taken away.
    const bool can_go = view == View::change && !lists(schema, "required", name);
    seen.emplace(name, can_go ? nullable(std::move(shown)) : std::move(shown));
  }
  return seen;
}

json::array required_of(const json::object& schema, const json::object& seen, View view) {
  json::array required;
  if (view == View::change) return required;
  const bool says_what_is_shown = view == View::answer && schema.contains(codec::kAlwaysPresent);
  const json::value* names = schema.if_contains(says_what_is_shown ? codec::kAlwaysPresent : "required");
  if (names == nullptr) return required;
  for (const json::value& name : names->as_array()) {
    if (seen.contains(name.as_string())) required.push_back(name);
  }
  return required;
}

/// Adds the name of each component that `value` refers to.
void collect_references(const json::value& value, std::set<std::string, std::less<>>& names) {
  constexpr std::string_view kSchemas = "#/components/schemas/";
  if (const json::object* object = value.if_object()) {
    for (const auto& [name, member] : *object) {
      const json::string* target = name == "$ref" ? member.if_string() : nullptr;
      if (target != nullptr && std::string_view(*target).starts_with(kSchemas)) {
        names.emplace(std::string_view(*target).substr(kSchemas.size()));
      }
      collect_references(member, names);
    }
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& item : *array) collect_references(item, names);
  }
}

}  // namespace

json::object view_of(const json::object& schema, View view) {
  json::object seen = schema;
  seen.erase(codec::kAlwaysPresent);
  seen.erase("required");
  if (schema.contains("properties")) {
    json::object properties = properties_of(schema, view);
    if (json::array required = required_of(schema, properties, view); !required.empty()) {
      seen.emplace("required", std::move(required));
    }
    seen["properties"] = std::move(properties);
  }
  // A list is replaced as a whole, so its items are as when they are sent first.
  if (const json::value* items = schema.if_contains("items")) {
    seen["items"] = view_of(items->as_object(), view == View::change ? View::request : view);
  }
  const json::value* others = schema.if_contains("additionalProperties");
  if (others != nullptr && others->is_object()) {
    json::object member = view_of(others->as_object(), view);
    seen["additionalProperties"] = view == View::change ? nullable(std::move(member)) : std::move(member);
  }
  return seen;
}

SchemaViews::SchemaViews(const std::vector<Route>& routes) : schemas_(component_schemas()) {
  for (const Route& route : routes) answers_.emplace(route.shapes.response);
}

std::string SchemaViews::name_of(std::string_view shape, View view) const {
  std::string name(shape);
  if (view == View::change) return name + "Patch";
  const bool is_shown_too = view == View::request && answers_.contains(shape);
  return is_shown_too ? name + "Input" : name;
}

json::object SchemaViews::reference(std::string_view shape, View view) {
  if (!schemas_.contains(shape)) throw std::logic_error("a route names the unknown shape " + std::string(shape));
  used_.emplace(shape, view);
  return api::reference("schemas", name_of(shape, view));
}

json::object SchemaViews::components() const {
  json::object components;
  for (const auto& [shape, view] : used_) {
    components.emplace(name_of(shape, view), view_of(schemas_.at(shape).as_object(), view));
  }
  for (std::size_t known = 0; known != components.size();) {
    known = components.size();
    std::set<std::string, std::less<>> names;
    collect_references(components, names);
    for (const std::string& name : names) {
      if (!components.contains(name)) components.emplace(name, view_of(schemas_.at(name).as_object(), View::answer));
    }
  }
  return components;
}

}  // namespace api
