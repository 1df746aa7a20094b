#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "api/application_fixture.hpp"

namespace {

namespace json = boost::json;
using scheduler::Role;
using support::ApplicationFixture;
using support::header_of;
using support::json_of;

std::string list_of(const json::array& operations, std::string_view on_error = "continue") {
  return json::serialize(json::object{{"operations", operations}, {"onError", on_error}});
}

json::object add_room(std::string_view name) {
  return {{"method", "POST"}, {"path", "/v1/rooms"}, {"body", {{"name", name}}}};
}

std::vector<std::int64_t> statuses(const http::Response& response) {
  std::vector<std::int64_t> found;
  const auto body = json_of(response);
  for (const auto& result : body.at("results").as_array())
    found.push_back(result.at("status").to_number<std::int64_t>());
  return found;
}

TEST(Bulk, GivesEachItsOwnResultInOrder) {
  ApplicationFixture karvon;
  const auto answer = karvon.send(
      "POST", "/v1/bulk",
      list_of({add_room("a"), json::object{{"method", "POST"}, {"path", "/v1/rooms"}, {"body", {{"name", 7}}}},
               json::object{{"method", "GET"}, {"path", "/v1/rooms?q=a&limit=5"}}}));
  ASSERT_EQ(answer.status, 200U) << *answer.body;
  EXPECT_EQ(statuses(answer), (std::vector<std::int64_t>{201, 422, 200}));
  EXPECT_EQ(json_of(answer).at("succeeded"), 2);
  EXPECT_EQ(json_of(answer).at("failed"), 1);
  const auto body = json_of(answer);
  const auto& results = body.at("results").as_array();
  EXPECT_EQ(results[0].at("etag"), "\"1\"");
  EXPECT_EQ(results[2].at("body").at("items").as_array().size(), 1U);
}

TEST(Bulk, StopsWhereItIsAskedTo) {
  ApplicationFixture karvon;
  const auto answer = karvon.send("POST", "/v1/bulk", list_of({add_room(""), add_room("b")}, "stop"));
  EXPECT_EQ(statuses(answer), (std::vector<std::int64_t>{422, 424}));
}

TEST(Bulk, AsksForTheRoleOfEach) {
  ApplicationFixture karvon;
  const auto answer =
      karvon.send("POST", "/v1/bulk", list_of({add_room("a"), json::object{{"method", "GET"}, {"path", "/v1/rooms"}}}),
                  {}, Role::viewer);
  EXPECT_EQ(statuses(answer), (std::vector<std::int64_t>{403, 200}));
}

TEST(Bulk, WritesNothingInADryRun) {
  ApplicationFixture karvon;
  const auto before = karvon.storage().head();
  EXPECT_EQ(statuses(karvon.send("POST", "/v1/bulk?dryRun=true", list_of({add_room("a")}))),
            (std::vector<std::int64_t>{200}));
  EXPECT_EQ(karvon.storage().head(), before);
}

TEST(Bulk, WritesNothingInADryRunWhateverAnItemSays) {
  ApplicationFixture karvon;
  const auto before = karvon.storage().head();
  for (const char* path : {"/v1/rooms?dryRun=false", "/v1/rooms?dry%52un=false"}) {
    json::object operation = add_room("a");
    operation["path"] = path;
    EXPECT_EQ(statuses(karvon.send("POST", "/v1/bulk?dryRun=true", list_of({operation}))),
              (std::vector<std::int64_t>{200}));
  }
  EXPECT_EQ(karvon.storage().head(), before);
}

TEST(Bulk, IsRepeatedUnderItsKeyWithTheSameResults) {
  ApplicationFixture karvon;
  const http::Headers key{{"Idempotency-Key", "1"}};
  const std::string list = list_of({add_room("a"), add_room("b")});
  const auto first = karvon.send("POST", "/v1/bulk", list, key);
  const auto head = karvon.storage().head();
  const auto second = karvon.send("POST", "/v1/bulk", list, key);
  EXPECT_EQ(karvon.storage().head(), head);
  EXPECT_EQ(json_of(first).at("results").at(1).at("body"), json_of(second).at("results").at(1).at("body"));
  EXPECT_EQ(karvon.send("POST", "/v1/bulk", list_of({add_room("c")}), key).status, 422U);
}

TEST(Bulk, ChangesWhatWasRead) {
  ApplicationFixture karvon;
  const auto room = karvon.send("POST", "/v1/rooms", R"({"name":"a"})");
  const json::object change{{"method", "PATCH"},
                            {"path", header_of(room, "Location")},
                            {"body", {{"capacity", 5}}},
                            {"ifMatch", header_of(room, "ETag")}};
  EXPECT_EQ(statuses(karvon.send("POST", "/v1/bulk", list_of({change, change}))),
            (std::vector<std::int64_t>{200, 412}));
}

TEST(Bulk, IsForPathsThatAnswerOnce) {
  ApplicationFixture karvon;
  for (const char* path :
       {"/v1/bulk", "/v1/changes", "/calendar.ics", "v1/rooms", "/v1/../rooms /", "/v1/people/import"}) {
    const auto answer = karvon.send("POST", "/v1/bulk", list_of({json::object{{"method", "POST"}, {"path", path}}}));
    EXPECT_EQ(answer.status, 422U) << path;
  }
  EXPECT_EQ(karvon.send("POST", "/v1/bulk", list_of({})).status, 422U);
  EXPECT_EQ(karvon.send("POST", "/v1/bulk", list_of(json::array(101, add_room("a")))).status, 422U);
  EXPECT_EQ(karvon.send("POST", "/v1/bulk", list_of(json::array(100, add_room("a")))).status, 200U);
}

}  // namespace
