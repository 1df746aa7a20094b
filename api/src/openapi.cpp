#include "openapi.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "codec/schema.hpp"
#include "scheduler/describe.hpp"

namespace api {
namespace {

namespace json = boost::json;

json::object reference(std::string_view section, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(section) + '/' + std::string(name)}};
}

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

json::object text_schema() { return {{"type", "string"}}; }

/// It may stand beside the object in a request, and belongs to the command.
json::object override_schema() {
  return {{"type", "object"},
          {"description", "Book in spite of conflicts that can be overridden: coordinators and admins"},
          {"properties", {{"reason", {{"type", "string"}, {"minLength", 1}, {"maxLength", 2000}}}}},
          {"required", {"reason"}},
          {"additionalProperties", false},
          {"writeOnly", true}};
}

json::object problem_schema() {
  return {{"type", "object"},
          {"description", "RFC 9457"},
          {"properties",
           {{"type", {{"type", "string"}, {"format", "uri-reference"}}},
            {"title", text_schema()},
            {"status", {{"type", "integer"}}},
            {"detail", text_schema()},
            {"errors",
             {{"type", "array"},
              {"items",
               {{"type", "object"},
                {"properties", {{"pointer", text_schema()}, {"detail", text_schema()}}},
                {"required", {"pointer", "detail"}}}}}},
            {"conflicts", {{"type", "array"}, {"items", reference("schemas", "Conflict")}}},
            {"alternatives", {{"type", "array"}, {"items", reference("schemas", "Alternative")}}}}},
          {"required", {"type", "title", "status"}}};
}

json::object instant_schema() { return {{"type", "string"}, {"format", "date-time"}}; }

template <scheduler::Worded E>
json::object words_schema() {
  json::array words;
  for (const std::string_view word : words_of(E{})) words.emplace_back(word);
  return {{"type", "string"}, {"enum", std::move(words)}};
}

json::object conflict_schema() {
  return {{"type", "object"},
          {"properties",
           {{"rule", words_schema<scheduler::Rule>()},
            {"severity", words_schema<scheduler::Severity>()},
            {"resource",
             {{"type", "object"},
              {"properties",
               {{"kind", words_schema<scheduler::ResourceKind>()}, {"id", text_schema()}, {"name", text_schema()}}}}},
            {"startUtc", instant_schema()},
            {"endUtc", instant_schema()},
            {"recurrenceId", text_schema()},
            {"with",
             {{"type", "object"},
              {"properties",
               {{"id", text_schema()},
                {"kind", words_schema<scheduler::EventKind>()},
                {"title", text_schema()},
                {"startUtc", instant_schema()},
                {"endUtc", instant_schema()}}}}},
            {"overridable", {{"type", "boolean"}}}}}};
}

json::object alternative_schema() {
  return {{"type", "object"},
          {"properties",
           {{"start", text_schema()}, {"timeZone", text_schema()}, {"room", text_schema()}, {"reason", text_schema()}}},
          {"required", {"start", "timeZone", "reason"}}};
}

json::object agenda_schema() {
  json::object row{{"type", "object"},
                   {"properties",
                    {{"id", {{"type", "string"}, {"format", "uuid"}}},
                     {"kind", words_schema<scheduler::EventKind>()},
                     {"title", text_schema()},
                     {"start", text_schema()},
                     {"timeZone", text_schema()},
                     {"startUtc", instant_schema()},
                     {"endUtc", instant_schema()},
                     {"recurrenceId", text_schema()},
                     {"status", words_schema<scheduler::EventStatus>()},
                     {"visibility", words_schema<scheduler::Visibility>()},
                     {"rooms", {{"type", "array"}, {"items", text_schema()}}},
                     {"people", {{"type", "array"}, {"items", text_schema()}}}}}};
  return {{"type", "object"},
          {"properties", {{"events", {{"type", "array"}, {"items", std::move(row)}}}}},
          {"required", {"events"}}};
}

/// What only events have around their fields: the override that may be sent, the warnings that come back.
json::object event_schema(json::object schema) {
  json::object& properties = schema.at("properties").as_object();
  properties.emplace("override", override_schema());
  properties.emplace("warnings",
                     json::object{{"type", "array"}, {"items", reference("schemas", "Conflict")}, {"readOnly", true}});
  return schema;
}

json::object schemas() {
  return {{"Person", codec::schema_of<scheduler::Person>()},
          {"Room", codec::schema_of<scheduler::Room>()},
          {"Institution", codec::schema_of<scheduler::Institution>()},
          {"MasterClass", event_schema(codec::schema_of<scheduler::MasterClass>())},
          {"OfficeHours", event_schema(codec::schema_of<scheduler::OfficeHours>())},
          {"Agenda", agenda_schema()},
          {"Conflict", conflict_schema()},
          {"Alternative", alternative_schema()},
          {"Problem", problem_schema()}};
}

json::object list_schema(std::string_view item) {
  return {{"type", "object"},
          {"properties", {{"items", {{"type", "array"}, {"items", reference("schemas", item)}}}}},
          {"required", {"items"}}};
}

json::array parameters_of(const Route& route) {
  json::array parameters;
  const bool writes = route.method == "POST" || route.method == "PATCH" || route.method == "DELETE";
  if (route.pattern.find("{id}") != std::string_view::npos) parameters.push_back(reference("parameters", "id"));
  if (writes) parameters.push_back(reference("parameters", "dryRun"));
  if (route.operation == Operation::create) parameters.push_back(reference("parameters", "idempotencyKey"));
  if (route.operation == Operation::patch || route.operation == Operation::remove) {
    parameters.push_back(reference("parameters", "ifMatch"));
  }
  if (route.operation == Operation::get) parameters.push_back(reference("parameters", "ifNoneMatch"));
  if (route.operation == Operation::list || route.operation == Operation::agenda) {
    parameters.push_back(reference("parameters", "limit"));
    parameters.push_back(reference("parameters", "cursor"));
  }
  if (route.operation == Operation::agenda) {
    for (const std::string_view name : {"from", "to"}) {
      parameters.push_back(
          query_parameter(name, true, "An instant (RFC 3339), or a date: midnight in the department", text_schema()));
    }
    for (const std::string_view name : {"room", "person"}) {
      parameters.push_back(
          query_parameter(name, false, "Only what takes it", {{"type", "string"}, {"format", "uuid"}}));
    }
    parameters.push_back(query_parameter("kind", false, "Only this kind", words_schema<scheduler::EventKind>()));
    parameters.push_back(query_parameter("cancelled", false, "Cancelled events too", {{"type", "boolean"}}));
  }
  return parameters;
}

void add_problems(json::object& responses, std::initializer_list<std::string_view> statuses) {
  for (const std::string_view status : statuses) responses.emplace(status, reference("responses", "Problem"));
}

json::object success_of(const Route& route) {
  const std::string_view shape = route.shapes.response;
  json::object success{{"description", route.summary}};
  if (route.operation == Operation::list) {
    success.emplace("content", content("application/json", list_schema(shape)));
  } else if (!shape.empty()) {
    success.emplace("content", content("application/json", reference("schemas", shape)));
  } else if (route.id == "getPublicCalendar") {
    success.emplace("content", content("text/calendar", text_schema()));
  } else if (route.id == "getRobots") {
    success.emplace("content", content("text/plain", text_schema()));
  } else {
    success.emplace("content", content("application/json", {{"type", "object"}}));
  }
  return success;
}

json::object responses_of(const Route& route) {
  json::object responses;
  responses.emplace(route.operation == Operation::create ? "201" : "200", success_of(route));
  if (route.operation == Operation::create) {
    responses.emplace("200", json::object{{"description", "With dryRun: what would be created"}});
  }
  if (route.operation == Operation::remove) {
    responses.emplace("204", json::object{{"description", "It is gone"}});
  }
  if (route.operation == Operation::get || route.id == "getPublicCalendar") {
    responses.emplace("304", json::object{{"description", "Unchanged"}});
  }
  if (route.role) add_problems(responses, {"401", "403"});
  switch (route.operation) {
    case Operation::create:
      add_problems(responses, {"400", "409", "413", "415", "422", "503"});
      break;
    case Operation::patch:
      add_problems(responses, {"400", "404", "409", "412", "413", "415", "422", "428", "503"});
      break;
    case Operation::remove:
      add_problems(responses, {"404", "409", "412", "428", "503"});
      break;
    case Operation::get:
      add_problems(responses, {"404"});
      break;
    case Operation::list:
    case Operation::agenda:
      add_problems(responses, {"422"});
      break;
    case Operation::other:
      if (route.id == "getReadiness") add_problems(responses, {"503"});
      break;
  }
  return responses;
}

/// The second segment of the path: "people" of "/v1/people/{id}".
std::string_view tag_of(const Route& route) {
  constexpr std::string_view kPrefix = "/v1/";
  if (!route.pattern.starts_with(kPrefix)) return "service";
  const auto rest = route.pattern.substr(kPrefix.size());
  return rest.substr(0, rest.find('/'));
}

json::object operation_of(const Route& route) {
  json::object operation{{"operationId", route.id}, {"summary", route.summary}, {"tags", {tag_of(route)}}};
  std::string description = std::string(route.summary) + '.';
  if (route.role) description += " For the role " + std::string(word_for(*route.role)) + " and higher.";
  operation.emplace("description", description);
  if (!route.role) operation.emplace("security", json::array{});
  if (auto parameters = parameters_of(route); !parameters.empty())
    operation.emplace("parameters", std::move(parameters));
  if (route.operation == Operation::create) {
    operation.emplace(
        "requestBody",
        json::object{{"required", true},
                     {"content", content("application/json", reference("schemas", route.shapes.request))}});
  } else if (route.operation == Operation::patch) {
    json::object schema{{"type", "object"},
                        {"description", "The members of " + std::string(route.shapes.request) +
                                            " that change; null takes one away (RFC 7396)"}};
    operation.emplace("requestBody",
                      json::object{{"required", true}, {"content", content("application/merge-patch+json", schema)}});
  }
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

json::object parameters() {
  json::object id{
      {"name", "id"}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}, {"format", "uuid"}}}};
  return {{"id", std::move(id)},
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
          {"schemas", schemas()},
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
