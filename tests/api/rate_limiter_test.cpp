#include "rate_limiter.hpp"

#include <gtest/gtest.h>

#include "api/application_fixture.hpp"
#include "client_address.hpp"

namespace {

using api::RateLimiter;
using std::chrono::milliseconds;
using std::chrono::seconds;

const RateLimiter::Clock::time_point kStart{std::chrono::hours{1}};

TEST(RateLimiter, LetsABurstThroughAndThenTheRate) {
  RateLimiter limiter(2, 4);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(limiter.take("a", kStart), std::nullopt);
  EXPECT_EQ(limiter.take("a", kStart), seconds{1});
  EXPECT_EQ(limiter.take("a", kStart + milliseconds{500}), std::nullopt);
  EXPECT_NE(limiter.take("a", kStart + milliseconds{500}), std::nullopt);
}

TEST(RateLimiter, SaysWhenToComeBack) {
  RateLimiter limiter(0.1, 1);
  EXPECT_EQ(limiter.take("a", kStart), std::nullopt);
  EXPECT_EQ(limiter.take("a", kStart), seconds{10});
  EXPECT_EQ(limiter.take("a", kStart + seconds{10}), std::nullopt);
}

TEST(RateLimiter, CountsEachByItself) {
  RateLimiter limiter(1, 1);
  EXPECT_EQ(limiter.take("a", kStart), std::nullopt);
  EXPECT_NE(limiter.take("a", kStart), std::nullopt);
  EXPECT_EQ(limiter.take("b", kStart), std::nullopt);
}

TEST(RateLimiter, OfZeroLetsEverybodyThrough) {
  RateLimiter limiter(0, 0);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(limiter.take("a", kStart), std::nullopt);
}

TEST(RateLimiter, RemembersWhoHasAskedTooMuchThroughASweep) {
  RateLimiter limiter(0.01, 1);
  EXPECT_EQ(limiter.take("a", kStart), std::nullopt);
  EXPECT_EQ(limiter.take("b", kStart + seconds{20}), std::nullopt);
  EXPECT_NE(limiter.take("a", kStart + seconds{20}), std::nullopt);
}

TEST(RateLimits, OfATokenAreItsOwn) {
  api::RateLimits limits;
  limits.per_token = 0.001;
  limits.burst_seconds = 3000;
  support::ApplicationFixture karvon(limits);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(karvon.send("GET", "/v1/rooms").status, 200U);
  const auto refused = karvon.send("GET", "/v1/rooms");
  EXPECT_EQ(refused.status, 429U);
  EXPECT_GT(std::stoi(support::header_of(refused, "Retry-After")), 0);
  EXPECT_EQ(karvon.send("GET", "/v1/rooms", "", {}, scheduler::Role::viewer).status, 200U);
}

TEST(RateLimits, OfStrangersLeaveThoseAloneWhoWatch) {
  api::RateLimits limits;
  limits.per_address = 0.001;
  limits.burst_seconds = 2000;
  support::ApplicationFixture karvon(limits);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(karvon.send("GET", "/v1/rooms", "", {}, std::nullopt).status, 401U);
  EXPECT_EQ(karvon.send("GET", "/v1/rooms", "", {}, std::nullopt).status, 429U);
  EXPECT_EQ(karvon.send("GET", "/calendar.ics", "", {}, std::nullopt).status, 429U);
  for (const char* path : {"/healthz", "/readyz", "/metrics"}) {
    EXPECT_EQ(karvon.send("GET", path, "", {}, std::nullopt).status, 200U) << path;
  }
  EXPECT_EQ(karvon.send("GET", "/v1/rooms").status, 200U);
}

std::string address(std::string peer, http::Headers headers, const std::vector<std::string>& trusted) {
  auto request = support::request_of("GET", "/", "", std::move(headers));
  request.peer = std::move(peer);
  return api::client_address(request, trusted);
}

TEST(ClientAddress, IsThePeersWithoutItsPort) {
  EXPECT_EQ(address("192.0.2.1:40000", {}, {}), "192.0.2.1");
  EXPECT_EQ(address("[2001:db8::1]:40000", {}, {}), "2001:db8::1");
}

TEST(ClientAddress, IsForwardedOnlyByThoseWhoAreTrusted) {
  const http::Headers forwarded{{"X-Forwarded-For", "198.51.100.9, 203.0.113.5, 10.0.0.2"}};
  EXPECT_EQ(address("192.0.2.1:1", forwarded, {}), "192.0.2.1");
  EXPECT_EQ(address("10.0.0.1:1", forwarded, {"10.0.0.1"}), "10.0.0.2");
  EXPECT_EQ(address("10.0.0.1:1", forwarded, {"10.0.0.1", "10.0.0.2"}), "203.0.113.5");
  EXPECT_EQ(address("10.0.0.1:1", {}, {"10.0.0.1"}), "10.0.0.1");
  const http::Headers two{{"X-Forwarded-For", "198.51.100.9"}, {"X-Forwarded-For", "203.0.113.5"}};
  EXPECT_EQ(address("10.0.0.1:1", two, {"10.0.0.1"}), "203.0.113.5");
}

}  // namespace
