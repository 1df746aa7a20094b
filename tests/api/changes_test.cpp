#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <future>
#include <mutex>

#include "api/application_fixture.hpp"
#include "api/change_notice.hpp"
#include "http/body_stream.hpp"
#include "support/department.hpp"

namespace {

using scheduler::Role;
using support::ApplicationFixture;
using support::json_of;

http::Request asking(std::string target, http::Headers headers = {}) {
  headers.emplace_back("Authorization", "Bearer kv_admin");
  return support::request_of("GET", std::move(target), "", std::move(headers));
}

TEST(Changes, TellWhatChangedAndNotHow) {
  ApplicationFixture karvon;
  karvon.send("POST", "/v1/rooms", R"({"name":"Black Box"})");
  const auto answer = json_of(karvon.send("GET", "/v1/changes?after=4"));
  ASSERT_EQ(answer.at("changes").as_array().size(), 1U);
  const auto& notice = answer.at("changes").at(0);
  EXPECT_EQ(notice.at("sequence"), 5);
  EXPECT_EQ(notice.at("changes").at(0).at("operation"), "created");
  EXPECT_FALSE(notice.at("changes").at(0).as_object().contains("name"));
  EXPECT_EQ(answer.at("next"), 5);
  EXPECT_EQ(answer.at("head"), 5);
}

TEST(Changes, OfKeysAreToldOnlyToAdminsWhoAsk) {
  ApplicationFixture karvon;
  EXPECT_TRUE(json_of(karvon.send("GET", "/v1/changes?after=0")).at("changes").as_array().empty());
  EXPECT_EQ(json_of(karvon.send("GET", "/v1/changes?after=0&kinds=token")).at("changes").as_array().size(), 4U);
  EXPECT_TRUE(json_of(karvon.send("GET", "/v1/changes?after=0&kinds=token", "", {}, Role::coordinator))
                  .at("changes")
                  .as_array()
                  .empty());
  EXPECT_EQ(karvon.send("GET", "/v1/changes?kinds=dance").status, 422U);
}

TEST(Changes, AheadOfTheHeadAreOfAnotherHistory) {
  ApplicationFixture karvon;
  EXPECT_EQ(karvon.send("GET", "/v1/changes?after=99").status, 410U);
}

TEST(Changes, AreWaitedFor) {
  ApplicationFixture karvon;
  std::promise<http::Response> promise;
  auto answer = promise.get_future();
  karvon.send_later(asking("/v1/changes?after=4&wait=30"),
                    [&](http::Response response) { promise.set_value(std::move(response)); });
  EXPECT_EQ(answer.wait_for(std::chrono::milliseconds{300}), std::future_status::timeout);
  karvon.send("POST", "/v1/rooms", R"({"name":"Black Box"})");
  EXPECT_EQ(json_of(answer.get()).at("next"), 5);
}

/// What a token may see is looked at when it asks: with another role or scope it has to ask again.
TEST(Changes, AreNotWaitedForByATokenThatHasChanged) {
  ApplicationFixture karvon;
  const auto made = karvon.send("POST", "/v1/tokens", R"({"label":"a","role":"staff"})");
  std::promise<http::Response> promise;
  auto answer = promise.get_future();
  auto request =
      support::request_of("GET", "/v1/changes?after=5&wait=60", "",
                          {{"Authorization", "Bearer " + std::string(json_of(made).at("token").as_string())}});
  karvon.send_later(std::move(request), [&](http::Response response) { promise.set_value(std::move(response)); });
  karvon.send("PATCH", support::header_of(made, "Location"), R"({"role":"viewer"})", {{"If-Match", "\"1\""}});
  ASSERT_EQ(answer.wait_for(std::chrono::seconds{10}), std::future_status::ready);
  EXPECT_TRUE(json_of(answer.get()).at("changes").as_array().empty());
}

TEST(Changes, AreAnsweredWhenTheServiceStops) {
  std::promise<http::Response> promise;
  auto answer = promise.get_future();
  {
    ApplicationFixture karvon;
    karvon.send_later(asking("/v1/changes?after=4&wait=60"),
                      [&](http::Response response) { promise.set_value(std::move(response)); });
  }
  EXPECT_EQ(answer.get().status, 200U);
}

TEST(WebhookPayload, HoldsWhatTheWebhookWants) {
  support::Department department;
  department.room("Black Box");
  const auto& entry = department.journal().back();
  scheduler::Webhook webhook;
  const auto all = api::webhook_payload(entry, webhook);
  ASSERT_TRUE(all);
  EXPECT_NE(all->find("\"type\":\"changes\""), std::string::npos);
  EXPECT_EQ(all->find("Black Box"), std::string::npos);
  webhook.kinds = {scheduler::EntityKind::event};
  EXPECT_EQ(api::webhook_payload(entry, webhook), std::nullopt);
  department.token(std::string(64, 'a'));
  EXPECT_EQ(api::webhook_payload(department.journal().back(), {}), std::nullopt);
}

}  // namespace
