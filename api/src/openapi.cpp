#include "openapi.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <set>

#include "openapi_examples.hpp"
#include "openapi_parameters.hpp"
#include "openapi_responses.hpp"
#include "openapi_schemas.hpp"
#include "scheduler/describe.hpp"
#include "schema_views.hpp"

namespace api {
namespace {

namespace json = boost::json;

/// The second segment of the path: "people" of "/v1/people/{id}".
std::string_view tag_of(const Route& route) {
  constexpr std::string_view kPrefix = "/v1/";
  if (!route.pattern.starts_with(kPrefix)) return "service";
  const auto rest = route.pattern.substr(kPrefix.size());
  return rest.substr(0, rest.find('/'));
}

json::array tags_of(const std::vector<Route>& routes) {
  json::array tags;
  std::set<std::string_view> known;
  for (const Route& route : routes) {
    const std::string_view tag = tag_of(route);
    if (!known.insert(tag).second) continue;
    const std::string where = tag == "service" ? "What lies outside of /v1" : "What lies under /v1/" + std::string(tag);
    tags.push_back(json::object{{"name", tag}, {"description", where}});
  }
  return tags;
}

json::object body_of(const Route& route, bool required, std::string_view media_type, json::object schema) {
  json::object media{{"schema", std::move(schema)}};
  if (json::value example = example_request(route.id); !example.is_null()) {
    media.emplace("examples", json::object{{"example", {{"value", std::move(example)}}}});
  }
  return {{"required", required}, {"content", {{media_type, std::move(media)}}}};
}

/// The page's form, as browsers send it.
json::object form_schema() {
  json::object action{{"type", "string"}, {"enum", {"move", "cancel"}}};
  json::object start{{"type", "string"}, {"description", "Where to: the start of a free slot"}};
  return {{"type", "object"},
          {"properties", {{"action", std::move(action)}, {"start", std::move(start)}}},
          {"required", {"action"}}};
}

/// A patch of the occurrence; with range=this-and-future of the series, as it is from there on.
json::object occurrence_change(const Route& route, SchemaViews& views) {
  json::array choices;
  choices.push_back(views.reference(route.shapes.request, View::change));
  choices.push_back(views.reference(route.shapes.response, View::change));
  return {{"anyOf", std::move(choices)}};
}

json::object request_body_of(const Route& route, SchemaViews& views) {
  constexpr std::string_view kJson = "application/json";
  constexpr std::string_view kMergePatch = "application/merge-patch+json";
  switch (route.operation) {
    case Operation::create:
    case Operation::ask:
      return body_of(route, true, kJson, views.reference(route.shapes.request, View::request));
    case Operation::patch:
      return body_of(route, true, kMergePatch, views.reference(route.shapes.request, View::change));
    case Operation::patch_occurrence:
      return body_of(route, true, kMergePatch, occurrence_change(route, views));
    case Operation::act:
      if (route.shapes.request.empty()) return {};
      return body_of(route, false, kJson, views.reference(route.shapes.request, View::request));
    case Operation::bulk:
      return body_of(route, true, kJson, views.reference(route.shapes.request, View::request));
    case Operation::csv_import:
      return body_of(route, true, "text/csv", text_schema());
    case Operation::other:
      if (route.id != "changeAppointment") return {};
      return body_of(route, true, "application/x-www-form-urlencoded", form_schema());
    case Operation::get:
    case Operation::list:
    case Operation::list_all:
    case Operation::remove:
    case Operation::remove_occurrence:
    case Operation::agenda:
    case Operation::slots:
    case Operation::free_busy:
    case Operation::conflicts:
    case Operation::changes:
    case Operation::audit:
    case Operation::entry:
    case Operation::search:
    case Operation::csv_export:
      return {};
  }
  return {};
}

json::object operation_of(const Route& route, SchemaViews& views) {
  json::object operation{{"operationId", route.id}, {"summary", route.summary}, {"tags", {tag_of(route)}}};
  std::string description = std::string(route.summary) + '.';
  if (route.role) description += " For the role " + std::string(word_for(*route.role)) + " and higher.";
  operation.emplace("description", description);
  if (!route.role) operation.emplace("security", json::array{});
  if (auto parameters = parameters_of(route); !parameters.empty())
    operation.emplace("parameters", std::move(parameters));
  if (auto body = request_body_of(route, views); !body.empty()) operation.emplace("requestBody", std::move(body));
  operation.emplace("responses", responses_of(route, views));
  return operation;
}

std::string lower_case(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = static_cast<char>(c | 0x20);
  return text;
}

json::object paths_of(const std::vector<Route>& routes, SchemaViews& views) {
  json::object paths;
  for (const Route& route : routes) {
    json::value& path = paths[route.pattern];
    if (!path.is_object()) path.emplace_object();
    path.get_object().emplace(lower_case(route.method), operation_of(route, views));
  }
  return paths;
}

json::object info_of(const Department& department) {
  return {{"title", "Karvon"},
          {"version", "1"},
          {"description",
           "Events and master classes of the " + department.name +
               ", checked for conflicts of rooms and people, with calendars. What is no HTTP request "
               "that can be answered gets 400, 405, 408, 413, 414, 417, 431, 501 or 505 before any operation "
               "sees it. PATCH takes application/json too, and means the same."},
          {"contact", {{"name", department.name}, {"url", department.public_url}}}};
}

json::object components_of(const SchemaViews& views) {
  const json::object token{{"type", "http"}, {"scheme", "bearer"}, {"description", "kv_...: karvon token create"}};
  json::object responses = problem_responses();
  json::object schemas = views.components();
  return {{"securitySchemes", {{"token", token}}},
          {"schemas", std::move(schemas)},
          {"parameters", shared_parameters()},
          {"responses", std::move(responses)},
          {"headers", response_headers()}};
}

}  // namespace

std::string openapi_document(const std::vector<Route>& routes, const Department& department) {
  SchemaViews views(routes);
  views.reference("Problem", View::answer);
  json::object paths = paths_of(routes, views);
  const json::object document{{"openapi", "3.1.0"},
                              {"info", info_of(department)},
                              {"servers", {{{"url", department.public_url}}}},
                              {"security", {{{"token", json::array{}}}}},
                              {"tags", tags_of(routes)},
                              {"paths", std::move(paths)},
                              {"components", components_of(views)}};
  return json::serialize(document);
}

}  // namespace api
