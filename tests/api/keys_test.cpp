#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "api/application_fixture.hpp"

namespace {

using scheduler::Role;
using support::ApplicationFixture;
using support::header_of;
using support::json_of;

std::string text_of(const http::Response& response, std::string_view name) {
  return std::string(json_of(response).at(name).as_string());
}

TEST(Tokens, TellTheirSecretOnceAndOpenTheApi) {
  ApplicationFixture karvon;
  const auto made = karvon.send("POST", "/v1/tokens", R"({"label":"registry","role":"staff"})");
  ASSERT_EQ(made.status, 201U);
  const std::string secret = text_of(made, "token");
  EXPECT_EQ(karvon.send_as(secret, "POST", "/v1/rooms", R"({"name":"a"})").status, 201U);
  const auto shown = karvon.send("GET", header_of(made, "Location"));
  EXPECT_EQ(shown.body->find(secret), std::string::npos);
  EXPECT_EQ(shown.body->find(api::sha256_hex(secret)), std::string::npos);
  EXPECT_TRUE(json_of(shown).as_object().contains("lastUsed"));
}

TEST(Tokens, OpenNothingOnceRevoked) {
  ApplicationFixture karvon;
  const auto made = karvon.send("POST", "/v1/tokens", R"({"label":"registry","role":"staff"})");
  EXPECT_EQ(karvon.send("DELETE", header_of(made, "Location"), "", {{"If-Match", "\"1\""}}).status, 204U);
  EXPECT_EQ(karvon.send_as(text_of(made, "token"), "GET", "/v1/rooms").status, 401U);
}

TEST(Tokens, ExpireInTimeToComeOnly) {
  ApplicationFixture karvon;
  EXPECT_EQ(
      karvon.send("POST", "/v1/tokens", R"({"label":"a","role":"staff","expires":"2026-12-01T05:00:00Z"})").status,
      422U);
  const auto made =
      karvon.send("POST", "/v1/tokens", R"({"label":"a","role":"staff","expires":"2026-12-01T07:00:00Z"})");
  EXPECT_EQ(karvon.send_as(text_of(made, "token"), "GET", "/v1/rooms").status, 200U);
}

TEST(Tokens, KeepTheirSecretWhenTheyAreChanged) {
  ApplicationFixture karvon;
  const auto made = karvon.send("POST", "/v1/tokens", R"({"label":"registry","role":"viewer"})");
  const auto changed =
      karvon.send("PATCH", header_of(made, "Location"), R"({"role":"staff"})", {{"If-Match", "\"1\""}});
  EXPECT_EQ(changed.status, 200U);
  EXPECT_EQ(karvon.send_as(text_of(made, "token"), "POST", "/v1/rooms", R"({"name":"a"})").status, 201U);
}

/// The answer is kept for a retry, and only the token that got it can read it.
TEST(Tokens, AreToldAgainToARetryAndToNobodyElse) {
  ApplicationFixture karvon;
  const http::Headers key{{"Idempotency-Key", "1"}};
  const std::string wish = R"({"label":"registry","role":"staff"})";
  const auto made = karvon.send("POST", "/v1/tokens", wish, key);
  const auto again = karvon.send("POST", "/v1/tokens", wish, key);
  EXPECT_EQ(header_of(again, "Idempotency-Replayed"), "true");
  EXPECT_EQ(text_of(made, "token"), text_of(again, "token"));
}

TEST(Tokens, AreNotAnsweredAgainWhatTheyMayNotSeeAnyMore) {
  ApplicationFixture karvon;
  const auto made = karvon.send("POST", "/v1/tokens", R"({"label":"registry","role":"staff"})");
  const std::string secret = text_of(made, "token");
  const http::Headers key{{"Idempotency-Key", "1"}};
  ASSERT_EQ(karvon.send_as(secret, "POST", "/v1/rooms", R"({"name":"a"})", key).status, 201U);
  ASSERT_EQ(
      karvon.send("PATCH", header_of(made, "Location"), R"({"scope":{"kinds":["trip"]}})", {{"If-Match", "\"1\""}})
          .status,
      200U);
  const auto again = karvon.send_as(secret, "POST", "/v1/rooms", R"({"name":"a"})", key);
  EXPECT_EQ(again.status, 409U);
  EXPECT_EQ(text_of(again, "type"), "/problems/answer-not-readable");
}

TEST(Tokens, WithAScopeReachOnlyIt) {
  ApplicationFixture karvon;
  const auto room = text_of(karvon.send("POST", "/v1/rooms", R"({"name":"Black Box"})"), "id");
  const auto made =
      karvon.send("POST", "/v1/tokens", R"({"label":"door","role":"staff","scope":{"rooms":[")" + room + R"("]}})");
  const std::string secret = text_of(made, "token");
  EXPECT_EQ(karvon.send_as(secret, "GET", "/v1/rooms").status, 200U);
  EXPECT_EQ(karvon.send_as(secret, "POST", "/v1/rooms", R"({"name":"a"})").status, 403U);
  EXPECT_EQ(karvon.send_as(secret, "GET", "/v1/audit").status, 403U);
  const auto classes =
      karvon.send("POST", "/v1/tokens", R"({"label":"site","role":"viewer","scope":{"kinds":["trip"]}})");
  EXPECT_EQ(karvon.send_as(text_of(classes, "token"), "GET", "/v1/trips").status, 200U);
  EXPECT_EQ(karvon.send_as(text_of(classes, "token"), "GET", "/v1/visits").status, 403U);
}

TEST(Webhooks, TellTheirSecretOnceAndKeepTheirPlace) {
  ApplicationFixture karvon;
  const auto made = karvon.send("POST", "/v1/webhooks", R"({"url":"https://example.org/hook","kinds":["event"]})");
  ASSERT_EQ(made.status, 201U);
  EXPECT_EQ(text_of(made, "secret").find("whsec_"), 0U);
  EXPECT_EQ(json_of(made).at("since"), 4);
  EXPECT_EQ(karvon.send("GET", header_of(made, "Location")).body->find("whsec_"), std::string::npos);
  const auto changed =
      karvon.send("PATCH", header_of(made, "Location"), R"({"description":"intranet"})", {{"If-Match", "\"1\""}});
  EXPECT_EQ(json_of(changed).at("since"), 4);
  const auto rotated = karvon.send("POST", header_of(made, "Location") + "/rotate");
  EXPECT_NE(text_of(rotated, "secret"), text_of(made, "secret"));
}

TEST(Webhooks, PointOnlyWhereTheyMay) {
  ApplicationFixture karvon;
  EXPECT_EQ(karvon.send("POST", "/v1/webhooks", R"({"url":"http://169.254.169.254/latest"})").status, 422U);
  const auto made = karvon.send("POST", "/v1/webhooks", R"({"url":"https://example.org/hook"})");
  EXPECT_EQ(
      karvon.send("PATCH", header_of(made, "Location"), R"({"url":"file:///etc/passwd"})", {{"If-Match", "\"1\""}})
          .status,
      422U);
}

TEST(Minimal, AnswersLeaveOutWhatTheClientKnows) {
  ApplicationFixture karvon;
  const http::Headers minimal{{"Prefer", "respond-async, return=minimal"}};
  const auto made = karvon.send("POST", "/v1/rooms", R"({"name":"a"})", minimal);
  EXPECT_EQ(made.status, 201U);
  EXPECT_EQ(made.body, nullptr);
  EXPECT_EQ(header_of(made, "ETag"), "\"1\"");
  EXPECT_EQ(header_of(made, "Preference-Applied"), "return=minimal");
  const auto changed = karvon.send("PATCH", header_of(made, "Location"), R"({"name":"b"})",
                                   {{"If-Match", "\"1\""}, {"Prefer", "return=minimal"}});
  EXPECT_EQ(changed.status, 204U);
  EXPECT_EQ(header_of(changed, "ETag"), "\"2\"");
  EXPECT_EQ(karvon.send("POST", "/v1/rooms", R"({"name":7})", minimal).status, 422U);
  EXPECT_NE(karvon.send("POST", "/v1/tokens", R"({"label":"a","role":"staff"})", minimal).body, nullptr);
}

}  // namespace
