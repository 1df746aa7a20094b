#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/object.hpp>

#include "api/application_fixture.hpp"
#include "error_response.hpp"
#include "problem_catalogue.hpp"
#include "scheduler/describe.hpp"

namespace {

using support::json_of;

TEST(ProblemCatalogue, IsInOrderAndSaysEverything) {
  const auto all = api::problem_catalogue();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const api::CataloguedProblem& each : all) {
    EXPECT_FALSE(each.title.empty() || each.meaning.empty() || each.what_to_do.empty()) << each.name;
  }
}

std::string name_of(const http::Response& response) {
  const std::string type(json_of(response).at("type").as_string());
  return type.substr(std::string("/problems/").size());
}

TEST(ProblemCatalogue, KnowsWhateverADecisionCanSay) {
  const auto zone = scheduler::TimeZone::find("Asia/Tashkent").value();
  const auto check = [&](const scheduler::Error& error) {
    const auto response = api::error_response(
        error, [](std::string_view) {}, zone);
    const api::CataloguedProblem* problem = api::find_problem(name_of(response));
    ASSERT_NE(problem, nullptr) << name_of(response);
    EXPECT_EQ(problem->statuses, std::to_string(response.status));
  };
  for (int because = 0; because <= static_cast<int>(scheduler::Refused::Because::last_admin); ++because) {
    check(scheduler::Refused{static_cast<scheduler::Refused::Because>(because), "so it is"});
  }
  check(scheduler::InvalidInput{{{"/a", "b"}}});
  check(scheduler::NotFound{});
  check(scheduler::StaleVersion{3});
  check(scheduler::SchedulingConflict{{scheduler::Conflict{}}, 0, {}, {}, {}});
  check(scheduler::StillNeeded{});
  check(scheduler::IdempotencyKeyReused{});
  check(scheduler::JournalUnavailable{});
  check(scheduler::Forbidden{});
  check(scheduler::InternalError{});
}

TEST(ProblemPages, AreThereForEveryProblem) {
  support::ApplicationFixture karvon;
  const auto list = karvon.send("GET", "/problems", "", {}, std::nullopt);
  for (const api::CataloguedProblem& each : api::problem_catalogue()) {
    const std::string path = "/problems/" + std::string(each.name);
    EXPECT_EQ(karvon.send("GET", path, "", {}, std::nullopt).status, 200U) << path;
    EXPECT_NE(list.body->find(path), std::string::npos) << path;
  }
  EXPECT_EQ(karvon.send("GET", "/problems/none-of-ours", "", {}, std::nullopt).status, 404U);
}

TEST(Documents, AreServedWithAPolicyThatLetsNothingElseIn) {
  support::ApplicationFixture karvon;
  const auto page = karvon.send("GET", "/docs", "", {}, std::nullopt);
  EXPECT_EQ(page.status, 200U);
  EXPECT_EQ(support::header_of(page, "Content-Security-Policy").find("default-src 'none'"), 0U);
  for (const char* file : {"/docs/swagger-ui-bundle.js", "/docs/swagger-ui.css", "/docs/start.js"}) {
    EXPECT_NE(page.body->find(file), std::string::npos) << file;
    const auto answer = karvon.send("GET", file, "", {}, std::nullopt);
    EXPECT_EQ(answer.status, 200U) << file;
    EXPECT_FALSE(answer.body->empty());
    EXPECT_EQ(
        karvon.send("GET", file, "", {{"If-None-Match", support::header_of(answer, "ETag")}}, std::nullopt).status,
        304U);
  }
  EXPECT_EQ(karvon.send("GET", "/docs/LICENSE", "", {}, std::nullopt).status, 404U);
}

}  // namespace
