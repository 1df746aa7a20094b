#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "api/application_fixture.hpp"
#include "json_body.hpp"
#include "stored_answer.hpp"

namespace {

using support::request_of;

unsigned status_of_body(std::string body, http::Headers headers = {}) {
  const auto parsed =
      api::parse_body(request_of("POST", "/v1/people", std::move(body), std::move(headers)), "application/json");
  return parsed ? 200 : parsed.error().status;
}

TEST(Body, IsOneJsonObject) {
  EXPECT_EQ(status_of_body(R"({"name":"x"})"), 200U);
  EXPECT_EQ(status_of_body(" {} \n"), 200U);
  for (const char* broken : {"", "{", "{]", R"({"a":1} x)", R"({"a":01})", "nul", "{\"a\":\"\xFF\"}"}) {
    EXPECT_EQ(status_of_body(broken), 400U) << broken;
  }
  for (const char* other : {"[]", "1", "null", "\"x\""}) EXPECT_EQ(status_of_body(other), 422U) << other;
}

TEST(Body, NestsThirtyTwoLevelsAtMost) {
  const auto nested = [](std::size_t levels) {
    return R"({"a":)" + std::string(levels - 1, '[') + std::string(levels - 1, ']') + '}';
  };
  EXPECT_EQ(status_of_body(nested(api::kMaxDepth)), 200U);
  EXPECT_EQ(status_of_body(nested(api::kMaxDepth + 1)), 422U);
  EXPECT_EQ(status_of_body(nested(100'000)), 422U);
}

TEST(Body, IsSentAsJson) {
  EXPECT_EQ(status_of_body("{}", {{"Content-Type", "application/json; charset=utf-8"}}), 200U);
  EXPECT_EQ(status_of_body("{}", {{"Content-Type", "Application/JSON"}}), 200U);
  EXPECT_EQ(status_of_body("{}", {{"Content-Type", "text/plain"}}), 415U);
  EXPECT_EQ(status_of_body("{}", {{"Content-Type", "application/merge-patch+json"}}), 415U);
}

/// The examples of RFC 7396, appendix A, whose target is an object.
TEST(MergePatch, DoesWhatTheRfcShows) {
  const std::pair<std::pair<const char*, const char*>, const char*> kExamples[] = {
      {{R"({"a":"b"})", R"({"a":"c"})"}, R"({"a":"c"})"},
      {{R"({"a":"b"})", R"({"b":"c"})"}, R"({"a":"b","b":"c"})"},
      {{R"({"a":"b"})", R"({"a":null})"}, R"({})"},
      {{R"({"a":"b","b":"c"})", R"({"a":null})"}, R"({"b":"c"})"},
      {{R"({"a":["b"]})", R"({"a":"c"})"}, R"({"a":"c"})"},
      {{R"({"a":"c"})", R"({"a":["b"]})"}, R"({"a":["b"]})"},
      {{R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})"}, R"({"a":{"b":"d"}})"},
      {{R"({"a":[{"b":"c"}]})", R"({"a":[1]})"}, R"({"a":[1]})"},
      {{R"({"e":null})", R"({"a":1})"}, R"({"e":null,"a":1})"},
      {{R"({})", R"({"a":{"bb":{"ccc":null}}})"}, R"({"a":{"bb":{}}})"},
  };
  for (const auto& [input, result] : kExamples) {
    boost::json::object target = boost::json::parse(input.first).as_object();
    api::merge_patch(target, boost::json::parse(input.second).as_object());
    EXPECT_EQ(boost::json::value(target), boost::json::parse(result)) << input.second;
  }
}

TEST(StoredAnswer, ComesBackAsItWas) {
  const http::Response response{201,
                                {{"ETag", "\"1\""}, {"Location", "/v1/people/x"}},
                                std::make_shared<const std::string>("{\"name\":\"O‘zbek \\\" зал\"}")};
  const http::Response back = api::response_of(api::to_text(response));
  EXPECT_EQ(back.status, response.status);
  EXPECT_EQ(back.headers, response.headers);
  EXPECT_EQ(*back.body, *response.body);
}

}  // namespace
