#include "openapi_responses.hpp"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <initializer_list>
#include <string>

#include "openapi_examples.hpp"
#include "openapi_schemas.hpp"

namespace api {
namespace {

namespace json = boost::json;

struct ProblemResponse {
  std::string_view status;
  std::string_view name;
  std::string_view description;
};

constexpr std::array<ProblemResponse, 14> kProblems = {{
    {"400", "BadRequest", "The body is not JSON, or a header is unusable"},
    {"401", "Unauthorized", "There is no token, or it is not known"},
    {"403", "Forbidden", "The token's role does not allow this"},
    {"404", "NotFound", "There is nothing with that id"},
    {"409", "Conflict", "It clashes with what is booked, or with the state that the object is in"},
    {"410", "Gone", "It is not kept any more"},
    {"412", "PreconditionFailed", "It has changed since it was read"},
    {"413", "ContentTooLarge", "The body is too large"},
    {"415", "UnsupportedMediaType", "The body is of another type"},
    {"422", "UnprocessableContent", "What was sent cannot be used: each mistake is named"},
    {"428", "PreconditionRequired", "If-Match is missing"},
    {"429", "TooManyRequests", "Too many requests: wait as long as Retry-After says"},
    {"503", "ServiceUnavailable", "The store cannot be reached at the moment"},
    {"4XX", "Refused", "No request that can be answered"},
}};

std::string_view name_of_problem(std::string_view status) {
  for (const ProblemResponse& problem : kProblems) {
    if (problem.status == status) return problem.name;
  }
  return {};
}

void add_problems(json::object& responses, std::initializer_list<std::string_view> statuses) {
  for (const std::string_view status : statuses) {
    responses.emplace(status, reference("responses", name_of_problem(status)));
  }
}

json::object headers(std::initializer_list<std::string_view> names) {
  json::object all;
  for (const std::string_view name : names) all.emplace(name, reference("headers", name));
  return all;
}

json::object described(std::string_view description, json::object with_headers, json::object content = {}) {
  json::object response{{"description", description}, {"headers", std::move(with_headers)}};
  if (!content.empty()) response.emplace("content", std::move(content));
  return response;
}

json::object list_schema(json::object item) {
  return {{"type", "object"},
          {"properties", {{"items", {{"type", "array"}, {"items", std::move(item)}}}}},
          {"required", {"items"}}};
}

json::object json_content(json::object schema, const json::value& example) {
  json::object media{{"schema", std::move(schema)}};
  if (!example.is_null()) media.emplace("examples", json::object{{"example", {{"value", example}}}});
  return {{"application/json", std::move(media)}};
}

json::object text_content(std::string_view type) { return {{type, {{"schema", text_schema()}}}}; }

/// What comes back of what the route is about.
json::object content_of(const Route& route, SchemaViews& views) {
  json::object schema = views.reference(route.shapes.response, View::answer);
  const bool is_list = route.operation == Operation::list || route.operation == Operation::list_all;
  return json_content(is_list ? list_schema(std::move(schema)) : std::move(schema), example_response(route.id));
}

json::object not_modified() {
  return described("It is as the ETag says: there is nothing new", headers({"ETag", "Karvon-Staleness"}));
}

/// Whether DELETE takes it away; else it stays to be read, as cancelled.
bool is_gone_when_removed(const Route& route) { return route.id.starts_with("delete"); }

void add_successes_of_pages(const Route& route, SchemaViews& views, json::object& responses) {
  if (route.id == "getPublicCalendar") {
    responses.emplace("200", described(route.summary, headers({"ETag", "Last-Modified", "Karvon-Staleness"}),
                                       text_content("text/calendar")));
    responses.emplace("304", described("It is as the ETag says: there is nothing new",
                                       headers({"ETag", "Last-Modified", "Karvon-Staleness"})));
  } else if (route.id == "getAppointmentPage") {
    responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), text_content("text/html")));
    responses.emplace("404", described("The link leads nowhere", {}, text_content("text/html")));
  } else if (route.id == "changeAppointment") {
    responses.emplace("303", described("It is done: the page shows it", headers({"Location"})));
    responses.emplace("404", described("The link leads nowhere", {}, text_content("text/html")));
    responses.emplace("409", described("Nothing was changed, and why", {}, text_content("text/html")));
    responses.emplace("422", described("The form says nothing usable", {}, text_content("text/html")));
  } else if (route.id == "getRobots") {
    responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), text_content("text/plain")));
  } else if (route.id == "getMetrics") {
    responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), text_content("text/plain")));
  } else if (route.id == "listProblems" || route.id == "getProblem" || route.id == "getDocs") {
    responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), text_content("text/html")));
    if (route.id == "getProblem")
      responses.emplace("404", described("There is no such problem", {}, text_content("text/html")));
  } else if (route.id == "getDocsFile") {
    json::object content = text_content("text/javascript");
    content.emplace("text/css", json::object{{"schema", text_schema()}});
    responses.emplace("200", described(route.summary, headers({"ETag", "Karvon-Staleness"}), std::move(content)));
    responses.emplace("304", not_modified());
    responses.emplace("404", described("There is no such file", {}, text_content("text/html")));
  } else {
    json::object content = route.shapes.response.empty()
                               ? json_content({{"type", "object"}}, example_response(route.id))
                               : content_of(route, views);
    responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), std::move(content)));
    if (route.id == "getReadiness") add_problems(responses, {"503"});
  }
  if (!route.role) add_problems(responses, {"4XX"});
}

void add_successes_of(const Route& route, SchemaViews& views, json::object& responses) {
  switch (route.operation) {
    case Operation::create:
      responses.emplace(
          "201", described(route.summary, headers({"ETag", "Location", "Idempotency-Replayed", "Preference-Applied"}),
                           content_of(route, views)));
      responses.emplace("200", described("With dryRun: what would be created", headers({"ETag", "Karvon-Staleness"}),
                                         content_of(route, views)));
      break;
    case Operation::act: {
      json::object with_headers = headers({"ETag", "Idempotency-Replayed", "Karvon-Staleness"});
      // What is undone may have been several objects.
      if (route.id == "revertChange") with_headers.erase("ETag");
      responses.emplace("200", described(route.summary, std::move(with_headers), content_of(route, views)));
      break;
    }
    case Operation::patch_occurrence:
      responses.emplace("201",
                        described("With range=this-and-future: the new series",
                                  headers({"ETag", "Location", "Preference-Applied"}), content_of(route, views)));
      responses.emplace("200", described("The whole series, with the change in its recurrenceOverrides; with dryRun "
                                         "what it would be",
                                         headers({"ETag", "Karvon-Staleness"}), content_of(route, views)));
      break;
    case Operation::patch:
    case Operation::remove_occurrence:
      responses.emplace("200",
                        described(route.summary, headers({"ETag", "Karvon-Staleness"}), content_of(route, views)));
      break;
    case Operation::remove:
      if (is_gone_when_removed(route)) {
        // A stop's ETag is that of its visit, which goes on.
        const bool is_part = route.shapes.response == "Stop";
        responses.emplace("204", described("It is gone", is_part ? headers({"ETag"}) : json::object()));
        responses.emplace("200", described("With dryRun: it would go", headers({"Karvon-Staleness"})));
      } else {
        responses.emplace("200",
                          described(route.summary, headers({"ETag", "Karvon-Staleness"}), content_of(route, views)));
      }
      break;
    case Operation::get:
      responses.emplace("200",
                        described(route.summary, headers({"ETag", "Karvon-Staleness"}), content_of(route, views)));
      responses.emplace("304", not_modified());
      break;
    case Operation::list:
    case Operation::agenda:
      responses.emplace("200",
                        described(route.summary, headers({"Link", "Karvon-Staleness"}), content_of(route, views)));
      break;
    case Operation::list_all:
      responses.emplace("200",
                        described(route.summary, headers({"ETag", "Karvon-Staleness"}), content_of(route, views)));
      break;
    case Operation::ask:
    case Operation::slots:
    case Operation::free_busy:
    case Operation::conflicts:
    case Operation::entry:
    case Operation::search:
      responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), content_of(route, views)));
      break;
    case Operation::bulk:
    case Operation::csv_import:
      responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), content_of(route, views)));
      break;
    case Operation::audit:
      responses.emplace("200",
                        described(route.summary, headers({"Link", "Karvon-Staleness"}), content_of(route, views)));
      break;
    case Operation::changes: {
      json::object content = content_of(route, views);
      content.emplace("text/event-stream", json::object{{"schema", text_schema()}});
      responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), std::move(content)));
      break;
    }
    case Operation::csv_export:
      responses.emplace("200", described(route.summary, headers({"Karvon-Staleness"}), text_content("text/csv")));
      break;
    case Operation::other:
      add_successes_of_pages(route, views, responses);
      break;
  }
}

/// The problems of an operation that go with what it does.
void add_problems_of(const Route& route, json::object& responses) {
  const bool is_nested = route.pattern.find('{') != std::string_view::npos;
  switch (route.operation) {
    case Operation::create:
      add_problems(responses, {"409", "413", "415", "503"});
      break;
    case Operation::patch:
    case Operation::patch_occurrence:
      add_problems(responses, {"409", "412", "413", "415", "428", "503"});
      break;
    case Operation::act:
      add_problems(responses, {"409", "412", "413", "415", "503"});
      break;
    case Operation::remove:
    case Operation::remove_occurrence:
      add_problems(responses, {"409", "412", "413", "428", "503"});
      break;
    case Operation::ask:
      add_problems(responses, {"413", "415"});
      break;
    case Operation::bulk:
    case Operation::csv_import:
      add_problems(responses, {"413", "415", "503"});
      break;
    case Operation::changes:
    case Operation::audit:
    case Operation::entry:
      add_problems(responses, {"410", "503"});
      break;
    case Operation::get:
    case Operation::list:
    case Operation::list_all:
    case Operation::agenda:
    case Operation::slots:
    case Operation::free_busy:
    case Operation::conflicts:
    case Operation::search:
    case Operation::other:
      break;
    case Operation::csv_export:
      add_problems(responses, {"503"});
      break;
  }
  if (!route.role) return;
  add_problems(responses, {"400", "401", "403", "422", "429"});
  if (is_nested) add_problems(responses, {"404"});
}

json::object header(std::string_view description, json::object schema) {
  return {{"description", description}, {"schema", std::move(schema)}};
}

}  // namespace

bool can_be_minimal(const Route& route) {
  switch (route.operation) {
    case Operation::create:
    case Operation::act:
    case Operation::patch:
    case Operation::patch_occurrence:
    case Operation::remove:
    case Operation::remove_occurrence:
      return true;
    case Operation::get:
    case Operation::list:
    case Operation::list_all:
    case Operation::ask:
    case Operation::agenda:
    case Operation::slots:
    case Operation::free_busy:
    case Operation::conflicts:
    case Operation::changes:
    case Operation::audit:
    case Operation::entry:
    case Operation::search:
    case Operation::bulk:
    case Operation::csv_import:
    case Operation::csv_export:
    case Operation::other:
      return false;
  }
  return false;
}

json::object responses_of(const Route& route, SchemaViews& views) {
  json::object responses;
  add_successes_of(route, views, responses);
  if (can_be_minimal(route) && route.operation != Operation::create) {
    responses.emplace("204", described("With Prefer: return=minimal: it is done",
                                       headers({"ETag", "Preference-Applied", "Idempotency-Replayed"})));
  }
  add_problems_of(route, responses);
  return responses;
}

json::object problem_responses() {
  json::object responses;
  for (const ProblemResponse& problem : kProblems) {
    json::object media{{"schema", reference("schemas", "Problem")}};
    if (const json::value example = example_problem(problem.name); !example.is_null()) {
      media.emplace("examples", json::object{{"example", {{"value", example}}}});
    }
    json::object with_headers;
    if (problem.status == "429" || problem.status == "503") with_headers = headers({"Retry-After"});
    if (problem.status == "401") with_headers = headers({"WWW-Authenticate"});
    responses.emplace(problem.name, described(problem.description, std::move(with_headers),
                                              {{"application/problem+json", std::move(media)}}));
  }
  return responses;
}

json::object response_headers() {
  const json::object seconds{{"type", "integer"}, {"minimum", 0}};
  return {
      {"ETag", header("Strong: the object's version, for If-Match and If-None-Match (RFC 9110 8.8.3)", text_schema())},
      {"Location", header("Where it is", {{"type", "string"}, {"format", "uri-reference"}})},
      {"Link", header("<...>; rel=\"next\": the next page, where there is one (RFC 8288)", text_schema())},
      {"Last-Modified", header("When something in it changed last", text_schema())},
      {"Retry-After", header("Seconds to wait", seconds)},
      {"WWW-Authenticate", header("Bearer: a token is needed (RFC 6750)", text_schema())},
      {"Preference-Applied", header("return=minimal: the object was left out as the request preferred", text_schema())},
      {"Idempotency-Replayed",
       header("true: this is the stored answer to an earlier request with the same Idempotency-Key", text_schema())},
      {"Karvon-Staleness", header("Only while the store cannot be reached: so many seconds ago it could", seconds)}};
}

}  // namespace api
