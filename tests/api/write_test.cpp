#include <gtest/gtest.h>

#include <boost/json/object.hpp>

#include "api/application_fixture.hpp"

namespace {

using scheduler::Role;
using support::ApplicationFixture;
using support::header_of;
using support::json_of;

std::string id_of(const http::Response& response) { return std::string(json_of(response).at("id").as_string()); }

struct Booked : ApplicationFixture {
  std::string room = id_of(send("POST", "/v1/rooms", R"({"name":"Black Box"})"));
  std::string expert = id_of(send("POST", "/v1/people", R"({"name":"Kim"})"));

  std::string wish(const std::string& more = "") {
    return R"({"title":"Movement","start":"2026-12-07T14:00:00","duration":"PT2H","expert":")" + expert +
           R"(","room":")" + room + '"' + more + '}';
  }
};

TEST(Write, AppendsOneEntry) {
  ApplicationFixture karvon;
  const auto before = karvon.storage().head();
  EXPECT_EQ(karvon.send("POST", "/v1/rooms", R"({"name":"Black Box"})").status, 201U);
  EXPECT_EQ(karvon.storage().head(), before + 1);
}

TEST(Write, DryRunAppendsNothing) {
  ApplicationFixture karvon;
  const auto before = karvon.storage().head();
  const auto answer = karvon.send("POST", "/v1/rooms?dryRun=true", R"({"name":"Black Box"})");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(header_of(answer, "Location"), "");
  EXPECT_EQ(json_of(answer).at("name"), "Black Box");
  EXPECT_EQ(karvon.storage().head(), before);
  EXPECT_EQ(karvon.send("POST", "/v1/rooms?dryRun=maybe", R"({"name":"x"})").status, 422U);
}

TEST(Write, DryRunGivesTheSameVerdict) {
  Booked karvon;
  EXPECT_EQ(karvon.send("POST", "/v1/master-classes", karvon.wish()).status, 201U);
  const auto real = karvon.send("POST", "/v1/master-classes", karvon.wish());
  const auto dry = karvon.send("POST", "/v1/master-classes?dryRun=true", karvon.wish());
  EXPECT_EQ(real.status, 409U);
  EXPECT_EQ(dry.status, 409U);
  EXPECT_EQ(*real.body, *dry.body);
}

TEST(Write, ClashesAreToldInTheDepartmentsTime) {
  Booked karvon;
  EXPECT_EQ(karvon.send("POST", "/v1/master-classes", karvon.wish()).status, 201U);
  const auto refused = json_of(karvon.send("POST", "/v1/master-classes", karvon.wish()));
  const std::string detail(refused.at("detail").as_string());
  EXPECT_NE(detail.find("by \"Movement\" from 2026-12-07 14:00 to 2026-12-07 16:00 (Asia/Tashkent)."),
            std::string::npos)
      << detail;
}

TEST(Write, KeysOfTwoTokensDoNotMeet) {
  ApplicationFixture karvon;
  const http::Headers key{{"Idempotency-Key", "1"}};
  const auto first = karvon.send("POST", "/v1/rooms", R"({"name":"a"})", key, Role::staff);
  const auto second = karvon.send("POST", "/v1/rooms", R"({"name":"b"})", key, Role::admin);
  EXPECT_EQ(second.status, 201U);
  EXPECT_NE(id_of(first), id_of(second));
}

TEST(Write, RefusedRequestsDoNotUseUpTheirKey) {
  Booked karvon;
  const auto other = karvon.send("POST", "/v1/master-classes", karvon.wish());
  const http::Headers key{{"Idempotency-Key", "1"}};
  EXPECT_EQ(karvon.send("POST", "/v1/master-classes", karvon.wish(), key).status, 409U);
  EXPECT_EQ(karvon.send("DELETE", "/v1/master-classes/" + id_of(other), "", {{"If-Match", "*"}}).status, 200U);
  EXPECT_EQ(karvon.send("POST", "/v1/master-classes", karvon.wish(), key).status, 201U);
  const auto replayed = karvon.send("POST", "/v1/master-classes", karvon.wish(), key);
  EXPECT_EQ(replayed.status, 201U);
  EXPECT_EQ(header_of(replayed, "Idempotency-Replayed"), "true");
}

TEST(Write, KeysAreVisibleAscii) {
  ApplicationFixture karvon;
  for (const std::string& key : {std::string(), std::string(256, 'x'), std::string("a b"), std::string("\xC3\xA4")}) {
    EXPECT_EQ(karvon.send("POST", "/v1/rooms", R"({"name":"a"})", {{"Idempotency-Key", key}}).status, 400U) << key;
  }
}

TEST(Write, OnlyCoordinatorsOverride) {
  Booked karvon;
  const std::string override_wish = karvon.wish(R"(,"override":{"reason":"both groups rehearse together"})");
  EXPECT_EQ(karvon.send("POST", "/v1/master-classes", karvon.wish(), {}, Role::staff).status, 201U);
  EXPECT_EQ(karvon.send("POST", "/v1/master-classes", override_wish, {}, Role::staff).status, 403U);
  const auto answer = karvon.send("POST", "/v1/master-classes", override_wish, {}, Role::coordinator);
  EXPECT_EQ(answer.status, 201U);
  EXPECT_EQ(json_of(answer).at("warnings").as_array().size(), 2U);
  EXPECT_EQ(karvon.storage().entries().back().reason, "both groups rehearse together");
}

TEST(Write, OfOneKindIsNotFoundAmongTheOther) {
  Booked karvon;
  const std::string id = id_of(karvon.send("POST", "/v1/master-classes", karvon.wish()));
  EXPECT_EQ(karvon.send("GET", "/v1/office-hours/" + id).status, 404U);
  EXPECT_EQ(karvon.send("PATCH", "/v1/office-hours/" + id, "{}", {{"If-Match", "*"}}).status, 404U);
}

TEST(Write, ZoneAndVisibilityHaveTheirDefaults) {
  Booked karvon;
  const auto shown = json_of(karvon.send("POST", "/v1/master-classes", karvon.wish()));
  EXPECT_EQ(shown.at("timeZone"), "Asia/Tashkent");
  EXPECT_EQ(shown.at("visibility"), "public");
  EXPECT_EQ(shown.at("status"), "confirmed");
  EXPECT_EQ(shown.at("kind"), "master-class");
}

TEST(Write, WhileTheStoreIsAwayGets503AndReadsSayHowOldTheyAre) {
  ApplicationFixture karvon;
  karvon.storage().set_unavailable(true);
  const auto refused = karvon.send("POST", "/v1/rooms", R"({"name":"a"})");
  EXPECT_EQ(refused.status, 503U);
  EXPECT_NE(header_of(refused, "Retry-After"), "");
  const auto read = karvon.send("GET", "/v1/rooms");
  EXPECT_EQ(read.status, 200U);
  EXPECT_NE(header_of(read, "Karvon-Staleness"), "");
  EXPECT_EQ(karvon.send("GET", "/readyz").status, 503U);
  EXPECT_EQ(karvon.send("GET", "/healthz").status, 200U);
}

}  // namespace
