// Private events are for staff; viewers know only that the time is taken.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/application_fixture.hpp"

namespace {

using scheduler::Role;
using support::ApplicationFixture;
using support::json_of;

std::string id_of(const http::Response& response) { return std::string(json_of(response).at("id").as_string()); }

struct WithAPrivateEvent : ApplicationFixture {
  std::string room = id_of(send("POST", "/v1/rooms", R"({"name":"Black Box"})"));
  std::string kim = id_of(send("POST", "/v1/people", R"({"name":"Kim"})"));
  std::string event = id_of(send("POST", "/v1/master-classes", wish(R"(,"visibility":"private")")));

  std::string wish(const std::string& more) {
    return R"({"title":"Contract talks","start":"2026-12-07T14:00:00","duration":"PT2H","expert":")" + kim +
           R"(","room":")" + room + '"' + more + '}';
  }
};

TEST(PrivateEvents, AreNotThereForViewers) {
  WithAPrivateEvent karvon;
  const std::string path = "/v1/master-classes/" + karvon.event;
  EXPECT_EQ(karvon.send("GET", path, "", {}, Role::viewer).status, 404U);
  EXPECT_EQ(karvon.send("GET", path + "/occurrences/2026-12-07T14:00:00", "", {}, Role::viewer).status, 404U);
  EXPECT_EQ(karvon.send("GET", path, "", {}, Role::staff).status, 200U);
  for (const char* target : {"/v1/master-classes", "/v1/search?q=contract", "/v1/events?from=2026-12-07&to=2026-12-08",
                             "/v1/conflicts?from=2026-12-07&to=2026-12-08", "/v1/changes?after=0"}) {
    const auto answer = karvon.send("GET", target, "", {}, Role::viewer);
    EXPECT_EQ(answer.status, 200U) << target;
    EXPECT_EQ(answer.body->find("Contract"), std::string::npos) << target;
  }
}

TEST(PrivateEvents, AreTimeThatIsTaken) {
  WithAPrivateEvent karvon;
  const auto rows = json_of(karvon.send("GET", "/v1/events?from=2026-12-07&to=2026-12-08", "", {}, Role::viewer))
                        .at("events")
                        .as_array();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("title"), "(not shown)");
  EXPECT_TRUE(rows[0].at("rooms").as_array().empty());
}

TEST(PrivateEvents, HideTheirTitlesWhereTheyStandInTheWay) {
  WithAPrivateEvent karvon;
  const std::string open = R"({"title":"Open","start":"2026-12-07T15:00:00","duration":"PT1H","expert":")" +
                           karvon.kim + R"(","override":{"reason":"both"}})";
  ASSERT_EQ(karvon.send("POST", "/v1/master-classes", open).status, 201U);
  const auto shown = karvon.send("GET", "/v1/conflicts?from=2026-12-07&to=2026-12-08", "", {}, Role::viewer);
  EXPECT_NE(shown.body->find("person-double-booked"), std::string::npos);
  EXPECT_EQ(shown.body->find("Contract"), std::string::npos);
  const auto whole = karvon.send("GET", "/v1/conflicts?from=2026-12-07&to=2026-12-08", "", {}, Role::staff);
  EXPECT_NE(whole.body->find("Contract"), std::string::npos);
}

TEST(PrivateEvents, StayOutOfTheReasonsOfOccurrencesThatWereSkipped) {
  WithAPrivateEvent karvon;
  const auto series =
      karvon.send("POST", "/v1/master-classes",
                  R"({"title":"Voice","start":"2026-12-06T14:00:00","duration":"PT2H","room":")" + karvon.room +
                      R"(","expert":")" + id_of(karvon.send("POST", "/v1/people", R"({"name":"Lee"})")) +
                      R"(","recurrenceRule":{"frequency":"daily","count":3},"onConflict":"skip"})");
  ASSERT_EQ(series.status, 201U);
  const auto read = karvon.send("GET", "/v1/master-classes/" + id_of(series), "", {}, Role::viewer);
  EXPECT_EQ(read.body->find("Contract"), std::string::npos);
  EXPECT_NE(read.body->find("excluded"), std::string::npos);
}

TEST(ScopedTokens, LearnOnlyThatTheRoomIsTaken) {
  WithAPrivateEvent karvon;
  const auto made =
      karvon.send("POST", "/v1/tokens", R"({"label":"site","role":"staff","scope":{"kinds":["office-hours"]}})");
  const std::string secret(json_of(made).at("token").as_string());
  const auto refused = karvon.send_as(
      secret, "POST", "/v1/office-hours",
      R"({"title":"Hours","start":"2026-12-07T14:00:00","duration":"PT2H","host":")" + karvon.kim + "\"}");
  EXPECT_EQ(refused.status, 409U);
  EXPECT_EQ(refused.body->find("Contract"), std::string::npos);
  EXPECT_NE(refused.body->find("(not shown)"), std::string::npos);
}

}  // namespace
