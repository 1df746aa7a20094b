#include "openapi_parameters.hpp"

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "openapi_examples.hpp"
#include "openapi_responses.hpp"
#include "openapi_schemas.hpp"
#include "scheduler/describe.hpp"

namespace api {
namespace {

namespace json = boost::json;

json::object id_schema() { return {{"type", "string"}, {"format", "uuid"}}; }

json::object parameter(std::string_view in, std::string_view name, bool required, std::string_view description,
                       json::object schema) {
  return {
      {"name", name}, {"in", in}, {"required", required}, {"description", description}, {"schema", std::move(schema)}};
}

json::object query_parameter(std::string_view name, bool required, std::string_view description, json::object schema) {
  return parameter("query", name, required, description, std::move(schema));
}

json::object with_example(json::object parameter, const json::value& example) {
  if (!example.is_null()) parameter.emplace("example", example);
  return parameter;
}

/// The names between braces in the path.
std::vector<std::string_view> path_parameters(std::string_view pattern) {
  std::vector<std::string_view> names;
  for (auto open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
    names.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  }
  return names;
}

json::object path_parameter(const Route& route, std::string_view name) {
  json::object schema = id_schema();
  std::string_view description = "Which one";
  if (name == "stop") description = "Which stop of the visit";
  if (name == "appointment") description = "Which appointment";
  if (name == "registration") description = "Which registration";
  if (name == "recurrence") {
    description = "The local start that the rule gives the occurrence";
    schema = text_schema();
  }
  if (name == "sequence") {
    description = "The sequence of the entry";
    schema = {{"type", "integer"}, {"minimum", 1}};
  }
  if (name == "name") {
    description = "The last part of the problem's type";
    schema = text_schema();
  }
  if (name == "file") {
    description = "The name of the file";
    schema = text_schema();
  }
  if (name == "secret") {
    description = "The secret of the link";
    schema = text_schema();
  }
  return with_example(parameter("path", name, true, description, std::move(schema)), example_parameter(route.id, name));
}

json::object list_of_ids(std::string_view name) {
  json::object list = query_parameter(name, false, "Repeat it, or give a list between commas",
                                      {{"type", "array"}, {"items", id_schema()}, {"maxItems", 100}});
  list.emplace("explode", true);
  return list;
}

json::object position_schema() { return {{"type", "integer"}, {"minimum", 0}}; }

/// Of the journal and of what reads across the department.
std::optional<json::object> parameter_across(const Route& route, std::string_view name) {
  if (name == "after" && route.operation == Operation::changes) {
    return query_parameter(name, false, "Only what came after this sequence; default: from the beginning",
                           position_schema());
  }
  if (name == "after") return query_parameter(name, false, "Only entries after this sequence", position_schema());
  if (name == "before") {
    return query_parameter(name, false, "Only entries before this sequence, the newest first", position_schema());
  }
  if (name == "order") {
    return query_parameter(name, false, "Which entries come first",
                           {{"type", "string"}, {"enum", {"oldest", "newest"}}, {"default", "oldest"}});
  }
  if (name == "entity")
    return query_parameter(name, false, "Only what happened to the object with this id", id_schema());
  if (name == "wait") {
    return query_parameter(name, false, "So many seconds to wait for a change where there is none yet",
                           {{"type", "integer"}, {"minimum", 0}, {"maximum", 60}, {"default", 0}});
  }
  if (name == "kinds") {
    return query_parameter(name, false, "Only of objects of these kinds, between commas: event,room",
                           {{"type", "string"}, {"maxLength", 200}});
  }
  if (name == "q") {
    return query_parameter(name, route.operation == Operation::search, "Words that must all be there",
                           {{"type", "string"}, {"maxLength", 200}});
  }
  if (name == "separator") {
    return query_parameter(name, false, "Between cells: semicolon where spreadsheets have a decimal comma",
                           {{"type", "string"}, {"enum", {"comma", "semicolon"}}, {"default", "comma"}});
  }
  for (const FilterParameter& filter : route.filters) {
    if (filter.name == name) return query_parameter(name, false, filter.meaning, schema_of_filter(filter));
  }
  return std::nullopt;
}

json::object query_parameter_of(const Route& route, std::string_view name) {
  if (auto across = parameter_across(route, name)) return std::move(*across);
  if (name == "from" || name == "to") {
    return query_parameter(name, true, "An instant (RFC 3339), or a date: midnight there", text_schema());
  }
  if (may_repeat(route, name)) return list_of_ids(name);
  if (name == "room" || name == "person") return query_parameter(name, false, "Only what takes it", id_schema());
  if (name == "institution") return query_parameter(name, false, "Only visits from there", id_schema());
  if (name == "kind") return query_parameter(name, false, "Only this kind", words_schema<scheduler::EventKind>());
  if (name == "range") {
    return query_parameter(name, false, "this-and-future: this occurrence and all after it (RFC 5545 3.2.13)",
                           {{"type", "string"}, {"enum", {"this", "this-and-future"}}, {"default", "this"}});
  }
  if (name == "cancelled") return query_parameter(name, false, "Cancelled events too", {{"type", "boolean"}});
  return reference("parameters", name);
}

/// Whether what is decided on has a version: an entry of the journal has none, and a new secret takes any.
bool is_on_one_object(const Route& route) {
  return !route.shapes.request.empty() && route.pattern.find("{id}") != std::string_view::npos;
}

void add_headers(const Route& route, json::array& parameters) {
  if (can_be_minimal(route)) parameters.push_back(reference("parameters", "prefer"));
  switch (route.operation) {
    case Operation::create:
      parameters.push_back(reference("parameters", "idempotencyKey"));
      break;
    case Operation::bulk:
    case Operation::csv_import:
      parameters.push_back(reference("parameters", "idempotencyKey"));
      break;
    case Operation::changes:
      parameters.push_back(reference("parameters", "lastEventId"));
      break;
    case Operation::act:
      parameters.push_back(reference("parameters", "idempotencyKey"));
      if (is_on_one_object(route)) parameters.push_back(reference("parameters", "ifMatchAtWill"));
      break;
    case Operation::patch:
    case Operation::remove:
    case Operation::patch_occurrence:
    case Operation::remove_occurrence:
      parameters.push_back(reference("parameters", "ifMatch"));
      break;
    case Operation::get:
      parameters.push_back(reference("parameters", "ifNoneMatch"));
      break;
    case Operation::list:
    case Operation::list_all:
    case Operation::ask:
    case Operation::agenda:
    case Operation::slots:
    case Operation::free_busy:
    case Operation::conflicts:
    case Operation::audit:
    case Operation::entry:
    case Operation::search:
    case Operation::csv_export:
    case Operation::other:
      break;
  }
}

json::object header_parameter(std::string_view name, bool required, std::string_view description,
                              std::string_view example) {
  return with_example(parameter("header", name, required, description, text_schema()), json::value(example));
}

}  // namespace

json::array parameters_of(const Route& route) {
  json::array parameters;
  for (const std::string_view name : path_parameters(route.pattern)) parameters.push_back(path_parameter(route, name));
  for (const std::string_view name : query_parameters(route)) {
    const json::value example = example_parameter(route.id, name);
    json::object each = query_parameter_of(route, name);
    // Beside a reference nothing may stand.
    if (!example.is_null() && each.contains("$ref")) each = shared_parameters().at(name).as_object();
    parameters.push_back(with_example(std::move(each), example));
  }
  add_headers(route, parameters);
  if (route.id == "getPublicCalendar") {
    parameters.push_back(query_parameter("cancelled", false, "false: without the events that were cancelled",
                                         {{"type", "boolean"}, {"default", true}}));
    parameters.push_back(reference("parameters", "ifNoneMatch"));
  }
  return parameters;
}

json::object shared_parameters() {
  return {
      {"dryRun", query_parameter("dryRun", false, "The same verdict; nothing is written",
                                 {{"type", "boolean"}, {"default", false}})},
      {"limit", query_parameter("limit", false, "Items a page",
                                {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 100}})},
      {"cursor", query_parameter("cursor", false, "From the Link of the page before", text_schema())},
      {"ifMatch", header_parameter("If-Match", true, "The ETag that was read", "\"1\"")},
      {"ifMatchAtWill", header_parameter("If-Match", false, "The ETag that was read, to decide on no other", "\"1\"")},
      {"ifNoneMatch", header_parameter("If-None-Match", false, "The ETag that is at hand", "\"0\"")},
      {"lastEventId",
       header_parameter("Last-Event-ID", false, "Of a stream: the id of the last event that was had", "1")},
      {"prefer", header_parameter("Prefer", false, "return=minimal: a success comes without the object (RFC 7240)",
                                  "return=representation")},
      {"idempotencyKey",
       header_parameter("Idempotency-Key", false, "The same key and body get the stored answer for 24 hours",
                        "0b9ff6b0-5c3a-4c1b-8a5e-2f8a7b6c5d4e")}};
}

}  // namespace api
