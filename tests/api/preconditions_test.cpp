#include "preconditions.hpp"

#include <gtest/gtest.h>

#include "api/application_fixture.hpp"

namespace {

using support::request_of;

auto if_match(const std::string& value) {
  return api::expected_version(request_of("PATCH", "/", "", {{"If-Match", value}}), 3);
}

TEST(IfMatch, IsNeeded) {
  const auto answer = api::expected_version(request_of("PATCH", "/"), 3);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().status, 428U);
}

TEST(IfMatch, TakesTheCurrentVersion) {
  EXPECT_EQ(if_match("\"3\"").value(), scheduler::Version{3});
  EXPECT_EQ(if_match("\"1\", \"3\"").value(), scheduler::Version{3});
  EXPECT_EQ(if_match("*").value(), std::nullopt);
}

TEST(IfMatch, RefusesEverythingElse) {
  for (const char* value : {"\"2\"", "W/\"3\"", "3", "", "\"33\"", "\"3"}) {
    const auto answer = if_match(value);
    ASSERT_FALSE(answer) << value;
    EXPECT_EQ(answer.error().status, 412U) << value;
  }
}

TEST(IfNoneMatch, ComparesWeakly) {
  const auto fails = [](const char* value) {
    return api::none_match_fails(request_of("GET", "/", "", {{"If-None-Match", value}}), "\"3\"");
  };
  EXPECT_TRUE(fails("\"3\""));
  EXPECT_TRUE(fails("W/\"3\""));
  EXPECT_TRUE(fails("\"1\" , W/\"3\""));
  EXPECT_TRUE(fails("*"));
  EXPECT_FALSE(fails("\"2\""));
  EXPECT_FALSE(fails("3"));
  EXPECT_FALSE(api::none_match_fails(request_of("GET", "/"), "\"3\""));
}

}  // namespace
