#include "openapi.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "openapi_schemas.hpp"
#include "scheduler/describe.hpp"

namespace api {
namespace {

namespace json = boost::json;

json::object content(std::string_view type, json::object schema) {
  return {{type, json::object{{"schema", std::move(schema)}}}};
}

json::object query_parameter(std::string_view name, bool required, std::string_view description, json::object schema) {
  return {{"name", name},
          {"in", "query"},
          {"required", required},
          {"description", description},
          {"schema", std::move(schema)}};
}

json::object list_schema(std::string_view item) {
  return {{"type", "object"},
          {"properties", {{"items", {{"type", "array"}, {"items", reference("schemas", item)}}}}},
          {"required", {"items"}}};
}

/// The names between braces in the path.
std::vector<std::string_view> path_parameters(std::string_view pattern) {
  std::vector<std::string_view> names;
  for (auto open = pattern.find('{'); open != std::string_view::npos; open = pattern.find('{', open + 1)) {
    names.push_back(pattern.substr(open + 1, pattern.find('}', open) - open - 1));
  }
  return names;
}

json::object query_parameter_of(const Route& route, std::string_view name) {
  const json::object id{{"type", "string"}, {"format", "uuid"}};
  if (name == "from" || name == "to") {
    return query_parameter(name, true, "An instant (RFC 3339), or a date: midnight there", text_schema());
  }
  if (may_repeat(route, name)) {
    json::object parameter = query_parameter(name, false, "Repeat it, or give a list between commas",
                                             {{"type", "array"}, {"items", id}, {"maxItems", 100}});
    parameter.emplace("explode", true);
    return parameter;
  }
  if (name == "room" || name == "person") return query_parameter(name, false, "Only what takes it", id);
  if (name == "institution") return query_parameter(name, false, "Only visits from there", id);
  if (name == "kind") return query_parameter(name, false, "Only this kind", words_schema<scheduler::EventKind>());
  if (name == "range") {
    return query_parameter(name, false, "this-and-future: this occurrence and all after it (RFC 5545 3.2.13)",
                           {{"type", "string"}, {"enum", {"this", "this-and-future"}}, {"default", "this"}});
  }
  if (name == "cancelled") return query_parameter(name, false, "Cancelled events too", {{"type", "boolean"}});
  return reference("parameters", name);  // limit, cursor, dryRun
}

json::array parameters_of(const Route& route) {
  json::array parameters;
  for (const std::string_view name : path_parameters(route.pattern))
    parameters.push_back(reference("parameters", name));
  for (const std::string_view name : query_parameters(route)) parameters.push_back(query_parameter_of(route, name));
  switch (route.operation) {
    case Operation::create:
    case Operation::act:
      parameters.push_back(reference("parameters", "idempotencyKey"));
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
    case Operation::other:
      break;
  }
  return parameters;
}

void add_problems(json::object& responses, std::initializer_list<std::string_view> statuses) {
  for (const std::string_view status : statuses) responses.emplace(status, reference("responses", "Problem"));
}

json::object success_of(const Route& route) {
  const std::string_view shape = route.shapes.response;
  json::object success{{"description", route.summary}};
  if (route.operation == Operation::list || route.operation == Operation::list_all) {
    success.emplace("content", content("application/json", list_schema(shape)));
  } else if (!shape.empty()) {
    success.emplace("content", content("application/json", reference("schemas", shape)));
  } else if (route.id == "getPublicCalendar") {
    success.emplace("content", content("text/calendar", text_schema()));
  } else if (route.id == "getAppointmentPage") {
    success.emplace("content", content("text/html", text_schema()));
  } else if (route.id == "getRobots") {
    success.emplace("content", content("text/plain", text_schema()));
  } else {
    success.emplace("content", content("application/json", {{"type", "object"}}));
  }
  return success;
}

/// The problems of an operation that go with what it does.
void add_problems_of(const Route& route, json::object& responses) {
  const bool is_nested = !path_parameters(route.pattern).empty();
  switch (route.operation) {
    case Operation::create:
      add_problems(responses, {"400", "409", "413", "415", "422", "503"});
      if (is_nested) add_problems(responses, {"404"});
      break;
    case Operation::patch:
    case Operation::patch_occurrence:
    case Operation::remove_occurrence:
      add_problems(responses, {"400", "404", "409", "412", "413", "415", "422", "428", "503"});
      break;
    case Operation::act:
      add_problems(responses, {"400", "404", "409", "412", "413", "415", "422", "503"});
      break;
    case Operation::remove:
      add_problems(responses, {"404", "409", "412", "422", "428", "503"});
      break;
    case Operation::get:
    case Operation::list_all:
      add_problems(responses, {"404", "422"});
      break;
    case Operation::list:
    case Operation::slots:
      add_problems(responses, {"422"});
      if (is_nested) add_problems(responses, {"404"});
      break;
    case Operation::ask:
      add_problems(responses, {"400", "413", "415", "422"});
      break;
    case Operation::agenda:
    case Operation::free_busy:
    case Operation::conflicts:
      add_problems(responses, {"422"});
      break;
    case Operation::other:
      if (route.id == "getReadiness") add_problems(responses, {"503"});
      break;
  }
}

json::object responses_of(const Route& route) {
  json::object responses;
  responses.emplace(route.operation == Operation::create ? "201" : "200", success_of(route));
  if (route.operation == Operation::create) {
    responses.emplace("200", json::object{{"description", "With dryRun: what would be created"}});
  }
  if (route.operation == Operation::patch_occurrence) {
    responses.emplace("201", json::object{{"description", "With range=this-and-future: the new series"}});
  }
  if (route.operation == Operation::remove) {
    responses.emplace("204", json::object{{"description", "It is gone"}});
  }
  if (route.operation == Operation::get || route.id == "getPublicCalendar") {
    responses.emplace("304", json::object{{"description", "Unchanged"}});
  }
  if (route.role) add_problems(responses, {"401", "403"});
  add_problems_of(route, responses);
  return responses;
}

/// The second segment of the path: "people" of "/v1/people/{id}".
std::string_view tag_of(const Route& route) {
  constexpr std::string_view kPrefix = "/v1/";
  if (!route.pattern.starts_with(kPrefix)) return "service";
  const auto rest = route.pattern.substr(kPrefix.size());
  return rest.substr(0, rest.find('/'));
}

json::object request_body_of(const Route& route) {
  switch (route.operation) {
    case Operation::create:
    case Operation::ask:
      return {{"required", true}, {"content", content("application/json", reference("schemas", route.shapes.request))}};
    case Operation::patch:
    case Operation::patch_occurrence: {
      json::object schema{{"type", "object"},
                          {"description", "The members of " + std::string(route.shapes.request) +
                                              " that change; null takes one away (RFC 7396)"}};
      return {{"required", true}, {"content", content("application/merge-patch+json", std::move(schema))}};
    }
    case Operation::act:
      if (route.shapes.request.empty()) return {};
      return {{"required", false},
              {"content", content("application/json", reference("schemas", route.shapes.request))}};
    case Operation::get:
    case Operation::list:
    case Operation::list_all:
    case Operation::remove:
    case Operation::remove_occurrence:
    case Operation::agenda:
    case Operation::slots:
    case Operation::free_busy:
    case Operation::conflicts:
    case Operation::other:
      return {};
  }
  return {};
}

json::object operation_of(const Route& route) {
  json::object operation{{"operationId", route.id}, {"summary", route.summary}, {"tags", {tag_of(route)}}};
  std::string description = std::string(route.summary) + '.';
  if (route.role) description += " For the role " + std::string(word_for(*route.role)) + " and higher.";
  operation.emplace("description", description);
  if (!route.role) operation.emplace("security", json::array{});
  if (auto parameters = parameters_of(route); !parameters.empty())
    operation.emplace("parameters", std::move(parameters));
  if (auto body = request_body_of(route); !body.empty()) operation.emplace("requestBody", std::move(body));
  operation.emplace("responses", responses_of(route));
  return operation;
}

std::string lower_case(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = static_cast<char>(c | 0x20);
  return text;
}

json::object header_parameter(std::string_view name, bool required, std::string_view description) {
  return {{"name", name},
          {"in", "header"},
          {"required", required},
          {"description", description},
          {"schema", text_schema()}};
}

json::object path_parameter(std::string_view name, std::string_view description, json::object schema) {
  return {
      {"name", name}, {"in", "path"}, {"required", true}, {"description", description}, {"schema", std::move(schema)}};
}

json::object parameters() {
  const json::object id{{"type", "string"}, {"format", "uuid"}};
  return {{"id", path_parameter("id", "Which one", id)},
          {"stop", path_parameter("stop", "Which stop of the visit", id)},
          {"appointment", path_parameter("appointment", "Which appointment", id)},
          {"registration", path_parameter("registration", "Which registration", id)},
          {"recurrence", path_parameter("recurrence", "The local start that the rule gives the occurrence",
                                        {{"type", "string"}, {"examples", {"2026-12-07T14:00:00"}}})},
          {"secret", path_parameter("secret", "The secret of the link", text_schema())},
          {"dryRun", query_parameter("dryRun", false, "The same verdict; nothing is written", {{"type", "boolean"}})},
          {"limit", query_parameter("limit", false, "Items a page",
                                    {{"type", "integer"}, {"minimum", 1}, {"maximum", 1000}, {"default", 100}})},
          {"cursor", query_parameter("cursor", false, "From the Link of the page before", text_schema())},
          {"ifMatch", header_parameter("If-Match", true, "The ETag that was read")},
          {"ifNoneMatch", header_parameter("If-None-Match", false, "The ETag that is at hand")},
          {"idempotencyKey",
           header_parameter("Idempotency-Key", false, "The same key and body get the stored answer for 24 hours")}};
}

json::object components() {
  json::object problem_response{{"description", "What went wrong, and what to do"},
                                {"content", content("application/problem+json", reference("schemas", "Problem"))}};
  return {{"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}},
          {"schemas", component_schemas()},
          {"parameters", parameters()},
          {"responses", {{"Problem", std::move(problem_response)}}}};
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes, const Department& department) {
  json::object paths;
  for (const Route& route : routes) {
    json::value& path = paths[route.pattern];
    if (!path.is_object()) path.emplace_object();
    path.get_object().emplace(lower_case(route.method), operation_of(route));
  }
  const json::object document{{"openapi", "3.1.0"},
                              {"info",
                               {{"title", "Karvon"},
                                {"version", "1"},
                                {"description", "Events and master classes of the " + department.name +
                                                    ", checked for conflicts of rooms and people, with calendars."}}},
                              {"servers", {{{"url", department.public_url}}}},
                              {"security", {{{"token", json::array{}}}}},
                              {"paths", std::move(paths)},
                              {"components", components()}};
  return json::serialize(document);
}

}  // namespace api
