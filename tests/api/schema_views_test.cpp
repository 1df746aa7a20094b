#include "schema_views.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace api {
namespace {

namespace json = boost::json;

json::object object(std::string_view text) { return json::parse(text).as_object(); }

const json::object& marked() {
  static const json::object kSchema = object(R"({
    "type": "object",
    "properties": {
      "id": {"type": "string", "readOnly": true},
      "name": {"type": "string"},
      "seats": {"type": "integer"},
      "kind": {"type": "string", "enum": ["a", "b"]},
      "hours": {"type": "array", "items": {"type": "object", "properties": {"from": {"type": "string"}},
                "required": ["from"]}},
      "where": {"type": "object", "properties": {"city": {"type": "string"}, "hall": {"type": "string"}},
                "required": ["city"]},
      "names": {"type": "object", "additionalProperties": {"type": "string"}},
      "reason": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"], "writeOnly": true}
    },
    "required": ["name"],
    "x-always-present": ["id", "name", "kind"],
    "additionalProperties": false})");
  return kSchema;
}

json::value property(View view, std::string_view name) { return view_of(marked(), view).at("properties").at(name); }

TEST(SchemaView, OfAnAnswerRequiresWhatAlwaysComes) {
  const json::object seen = view_of(marked(), View::answer);
  EXPECT_EQ(seen.at("required"), (json::array{"id", "name", "kind"}));
  EXPECT_FALSE(seen.contains("x-always-present"));
}

TEST(SchemaView, OfAnAnswerLeavesOutWhatOnlyGoesIn) {
  EXPECT_FALSE(view_of(marked(), View::answer).at("properties").as_object().contains("reason"));
}

TEST(SchemaView, OfARequestLeavesOutWhatIsReadOnly) {
  const json::object seen = view_of(marked(), View::request);
  EXPECT_FALSE(seen.at("properties").as_object().contains("id"));
  EXPECT_EQ(seen.at("required"), (json::array{"name"}));
  EXPECT_EQ(seen.at("additionalProperties"), json::value(false));
}

TEST(SchemaView, OfAChangeRequiresNothing) {
  EXPECT_FALSE(view_of(marked(), View::change).contains("required"));
  EXPECT_FALSE(property(View::change, "where").as_object().contains("required"));
}

TEST(SchemaView, OfAChangeTakesNullForWhatMayBeTakenAway) {
  EXPECT_EQ(property(View::change, "seats").at("type"), (json::array{"integer", "null"}));
  EXPECT_EQ(property(View::change, "name").at("type"), json::value("string"));
  EXPECT_EQ(property(View::change, "kind").at("enum"), (json::array{"a", "b", nullptr}));
  EXPECT_EQ(property(View::change, "names").at("additionalProperties").at("type"), (json::array{"string", "null"}));
  EXPECT_EQ(property(View::change, "where").at("properties").at("city").at("type"), json::value("string"));
}

TEST(SchemaView, OfAChangeHasWholeItemsInItsLists) {
  EXPECT_EQ(property(View::change, "hours").at("items").at("required"), (json::array{"from"}));
}

TEST(SchemaView, OfAChangeMergesNothingIntoWhatBelongsToTheCommand) {
  EXPECT_EQ(property(View::change, "reason").at("required"), (json::array{"text"}));
}

TEST(SchemaViews, ToleratesNoShapeThatIsNotThere) {
  SchemaViews views(routes());
  EXPECT_THROW(views.reference("Ghost", View::answer), std::logic_error);
}

}  // namespace
}  // namespace api
