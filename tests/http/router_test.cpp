#include "http/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace http {
namespace {

using Segments = std::vector<std::string>;

class RouterTest : public testing::Test {
 protected:
  RouterTest() {
    rooms_ = router_.add("GET", "/v1/rooms");
    create_ = router_.add("POST", "/v1/rooms");
    room_ = router_.add("GET", "/v1/rooms/{id}");
    remove_ = router_.add("DELETE", "/v1/rooms/{id}");
    feed_ = router_.add("GET", "/feeds/{secret}.ics");
    page_ = router_.add("GET", "/itineraries/{secret}");
    itinerary_ = router_.add("GET", "/itineraries/{secret}.ics");
    busiest_ = router_.add("GET", "/v1/rooms/busiest");
    slot_ = router_.add("PATCH", "/v1/{kind}/{id}/occurrences/{recurrence-id}");
    root_ = router_.add("GET", "/");
  }

  std::size_t route(std::string_view method, const Segments& segments) const {
    const auto match = router_.match(method, segments);
    const auto* found = std::get_if<Router::Found>(&match);
    return found ? found->route : kNone;
  }

  static constexpr std::size_t kNone = 999;
  Router router_;
  std::size_t rooms_, create_, room_, remove_, feed_, page_, itinerary_, busiest_, slot_, root_;
};

TEST_F(RouterTest, TellsRoutesApartByMethodAndPath) {
  EXPECT_EQ(route("GET", {"v1", "rooms"}), rooms_);
  EXPECT_EQ(route("POST", {"v1", "rooms"}), create_);
  EXPECT_EQ(route("DELETE", {"v1", "rooms", "7"}), remove_);
  EXPECT_EQ(route("GET", {}), root_);
}

TEST_F(RouterTest, CapturesParametersInTheOrderOfThePattern) {
  const auto match = router_.match("PATCH", {"v1", "visits", "a/b", "occurrences", "2026-12-07T14:00:00"});
  const auto& found = std::get<Router::Found>(match);
  EXPECT_EQ(found.route, slot_);
  const Router::Parameters expected{{"kind", "visits"}, {"id", "a/b"}, {"recurrence-id", "2026-12-07T14:00:00"}};
  EXPECT_EQ(found.parameters, expected);
}

TEST_F(RouterTest, PrefersLiteralToParameter) {
  EXPECT_EQ(route("GET", {"v1", "rooms", "busiest"}), busiest_);
  EXPECT_EQ(route("GET", {"v1", "rooms", "7"}), room_);
}

TEST_F(RouterTest, FallsBackToTheParameterWhenTheLiteralLacksTheMethod) {
  EXPECT_EQ(route("DELETE", {"v1", "rooms", "busiest"}), remove_);
}

TEST_F(RouterTest, PrefersTheParameterWithAnEndingAndCapturesWithoutIt) {
  EXPECT_EQ(route("GET", {"itineraries", "abc"}), page_);
  const auto match = router_.match("GET", {"itineraries", "abc.ics"});
  const auto& found = std::get<Router::Found>(match);
  EXPECT_EQ(found.route, itinerary_);
  EXPECT_EQ(found.parameters.at(0).second, "abc");
}

TEST_F(RouterTest, NeverCapturesNothing) {
  EXPECT_EQ(route("GET", {"v1", "rooms", ""}), kNone);
  EXPECT_EQ(route("GET", {"feeds", ".ics"}), kNone);
}

TEST_F(RouterTest, ServesHeadByGet) { EXPECT_EQ(route("HEAD", {"v1", "rooms"}), rooms_); }

TEST_F(RouterTest, SaysNotFoundForUnknownPaths) {
  EXPECT_TRUE(std::holds_alternative<Router::NotFound>(router_.match("GET", {"v1"})));
  EXPECT_TRUE(std::holds_alternative<Router::NotFound>(router_.match("GET", {"v1", "rooms", "7", "more"})));
  EXPECT_TRUE(std::holds_alternative<Router::NotFound>(router_.match("GET", Segments(60'000))));
}

TEST_F(RouterTest, ListsWhatIsAllowedSortedWithHeadAndOptions) {
  const auto match = router_.match("PROPFIND", {"v1", "rooms", "7"});
  EXPECT_EQ(std::get<Router::MethodNotAllowed>(match).allow, "DELETE, GET, HEAD, OPTIONS");
}

TEST_F(RouterTest, ListsTheMethodsOfEveryPatternThatFits) {
  const auto match = router_.match("PUT", {"v1", "rooms", "busiest"});
  EXPECT_EQ(std::get<Router::MethodNotAllowed>(match).allow, "DELETE, GET, HEAD, OPTIONS");
}

TEST_F(RouterTest, AnswersOptionsWithTheAllowList) {
  const auto match = router_.match("OPTIONS", {"v1", "rooms"});
  EXPECT_EQ(std::get<Router::Options>(match).allow, "GET, HEAD, OPTIONS, POST");
}

TEST_F(RouterTest, RefusesDuplicateAndMalformedPatterns) {
  EXPECT_THROW(router_.add("GET", "/v1/rooms/{other}"), std::logic_error);
  EXPECT_THROW(router_.add("GET", "no-slash"), std::logic_error);
  EXPECT_THROW(router_.add("GET", "/{}"), std::logic_error);
  EXPECT_THROW(router_.add("GET", "/x{id}"), std::logic_error);
  EXPECT_THROW(router_.add("GET", "/{a}{b}"), std::logic_error);
  EXPECT_THROW(router_.add("GET", "/{a"), std::logic_error);
}

}  // namespace
}  // namespace http
