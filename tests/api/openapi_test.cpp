#include "openapi.hpp"

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <set>

#include "api/application_fixture.hpp"
#include "routes.hpp"

namespace {

namespace json = boost::json;

json::object document() { return json::parse(api::openapi_document(api::routes(), api::Department{})).as_object(); }

std::string lower_case(std::string_view method) {
  std::string text(method);
  for (char& c : text) c = static_cast<char>(c | 0x20);
  return text;
}

TEST(OpenApi, HasEveryRouteAndNoOther) {
  const json::object paths = document().at("paths").as_object();
  std::size_t operations = 0;
  for (const auto& [path, methods] : paths) operations += methods.as_object().size();
  EXPECT_EQ(operations, api::routes().size());
  for (const api::Route& route : api::routes()) {
    ASSERT_TRUE(paths.contains(route.pattern)) << route.pattern;
    const json::object& methods = paths.at(route.pattern).as_object();
    ASSERT_TRUE(methods.contains(lower_case(route.method))) << route.method << ' ' << route.pattern;
    const json::object& operation = methods.at(lower_case(route.method)).as_object();
    EXPECT_EQ(operation.at("operationId"), json::value(route.id));
    EXPECT_EQ(operation.contains("security"), !route.role) << route.pattern;
  }
}

TEST(OpenApi, NamesEachOperationOnce) {
  std::set<std::string_view> ids;
  for (const api::Route& route : api::routes()) {
    EXPECT_FALSE(route.id.empty());
    EXPECT_FALSE(route.summary.empty());
    EXPECT_TRUE(ids.insert(route.id).second) << route.id;
  }
}

/// Collects every "$ref" below `value`.
void collect_references(const json::value& value, std::set<std::string>& found) {
  if (const auto* object = value.if_object()) {
    for (const auto& [name, member] : *object) {
      if (name == "$ref") found.insert(std::string(member.as_string()));
      collect_references(member, found);
    }
  } else if (const auto* array = value.if_array()) {
    for (const auto& item : *array) collect_references(item, found);
  }
}

TEST(OpenApi, RefersOnlyToWhatItHas) {
  const json::value whole(document());
  std::set<std::string> references;
  collect_references(whole, references);
  EXPECT_FALSE(references.empty());
  for (const std::string& reference : references) {
    boost::system::error_code error;
    EXPECT_NE(whole.find_pointer(reference.substr(1), error), nullptr) << reference;
  }
}

TEST(OpenApi, HasNoComponentThatNothingRefersTo) {
  const json::value whole(document());
  std::set<std::string> references;
  collect_references(whole, references);
  for (const auto& [section, components] : whole.at("components").as_object()) {
    if (section == "securitySchemes") continue;
    for (const auto& [name, component] : components.as_object()) {
      EXPECT_TRUE(references.contains("#/components/" + std::string(section) + '/' + std::string(name))) << name;
    }
  }
}

/// The media types of a body or an answer; empty where there is none.
json::object content_of(const json::object& operation, std::string_view member) {
  const json::value* found = operation.if_contains(member);
  return found != nullptr && found->as_object().contains("content") ? found->at("content").as_object() : json::object();
}

TEST(OpenApi, ShowsAnExampleOfEveryBody) {
  const json::object paths = document().at("paths").as_object();
  for (const auto& [path, methods] : paths) {
    for (const auto& [method, operation] : methods.as_object()) {
      const json::object content = content_of(operation.as_object(), "requestBody");
      for (const auto& [type, media] : content) {
        EXPECT_TRUE(media.as_object().contains("examples"))
            << operation.at("operationId") << " needs a request in api/data/openapi_examples.json";
      }
    }
  }
}

TEST(OpenApi, ShowsAnExampleOfEveryAnswerInJson) {
  // A trip is in no room, so none ever waits for a coordinator.
  const std::set<std::string_view> kRefused = {"approveTrip", "rejectTrip"};
  const json::object paths = document().at("paths").as_object();
  for (const auto& [path, methods] : paths) {
    for (const auto& [method, operation] : methods.as_object()) {
      for (const auto& [status, response] : operation.at("responses").as_object()) {
        const json::object content = content_of(operation.at("responses").as_object(), status);
        const json::value* media = content.if_contains("application/json");
        const bool has_schema =
            media != nullptr && media->at("schema") != json::value(json::object{{"type", "object"}});
        if (!has_schema || kRefused.contains(operation.at("operationId").as_string())) continue;
        EXPECT_TRUE(media->as_object().contains("examples"))
            << operation.at("operationId") << ": see tests/openapi/README.md on how to record it";
      }
    }
  }
}

TEST(OpenApi, SaysOfAllUnderV1ThatTooManyRequestsAreRefused) {
  const json::object paths = document().at("paths").as_object();
  for (const auto& [path, methods] : paths) {
    if (!std::string_view(path).starts_with("/v1/")) continue;
    for (const auto& [method, operation] : methods.as_object()) {
      EXPECT_TRUE(operation.at("responses").as_object().contains("429")) << path;
    }
  }
}

TEST(OpenApi, DescribesWhatIsShown) {
  support::ApplicationFixture karvon;
  const auto shown =
      support::json_of(karvon.send("POST", "/v1/rooms", R"({"name":"a","capacity":3,"campus":"Main","setup":"PT5M"})"));
  const json::object properties = document().at("components").at("schemas").at("Room").at("properties").as_object();
  for (const auto& [name, value] : shown.as_object()) EXPECT_TRUE(properties.contains(name)) << name;
}

TEST(OpenApi, TellsWhatIsSentFromWhatIsShownAndWhatIsChanged) {
  const json::object schemas = document().at("components").at("schemas").as_object();
  EXPECT_TRUE(schemas.at("Room").at("properties").as_object().contains("version"));
  EXPECT_FALSE(schemas.at("RoomInput").at("properties").as_object().contains("version"));
  EXPECT_EQ(schemas.at("RoomInput").at("required"), (json::array{"name"}));
  EXPECT_FALSE(schemas.at("RoomPatch").as_object().contains("required"));
}

}  // namespace
