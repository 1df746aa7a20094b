#include <gtest/gtest.h>

#include "agenda_cursor.hpp"
#include "api/application_fixture.hpp"
#include "window.hpp"

namespace {

using support::request_of;

const scheduler::TimeZone kTashkent = scheduler::TimeZone::find("Asia/Tashkent").value();

auto window(const std::string& query) { return api::window_of(request_of("GET", "/v1/events?" + query), kTashkent); }

TEST(Window, TakesDatesAsMidnightsOfTheDepartment) {
  const auto found = window("from=2026-12-07&to=2026-12-08");
  ASSERT_TRUE(found);
  EXPECT_EQ(scheduler::to_string(found->begin), "2026-12-06T19:00:00Z");
  EXPECT_EQ(found->end - found->begin, std::chrono::hours{24});
}

TEST(Window, TakesInstantsWithAnyOffset) {
  const auto found = window("from=2026-12-07T09:00:00Z&to=2026-12-07T14:30:00+05:00");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->end - found->begin, std::chrono::minutes{30});
}

TEST(Window, RefusesWhatIsMissingUnreadableOrBackwards) {
  for (const char* query :
       {"", "from=2026-12-07", "to=2026-12-07", "from=x&to=2026-12-07", "from=2026-12-07&to=2026-12-07",
        "from=2026-12-08&to=2026-12-07", "from=2026-02-30&to=2026-12-07"}) {
    const auto found = window(query);
    ASSERT_FALSE(found) << query;
    EXPECT_EQ(found.error().status, 422U) << query;
  }
}

TEST(Limit, IsOneToAThousand) {
  const auto limit = [](const std::string& query) { return api::limit_of(request_of("GET", "/v1/rooms" + query)); };
  EXPECT_EQ(limit("").value(), 100U);
  EXPECT_EQ(limit("?limit=1").value(), 1U);
  EXPECT_EQ(limit("?limit=1000").value(), 1000U);
  for (const char* bad : {"?limit=0", "?limit=1001", "?limit=-1", "?limit=ten", "?limit=", "?limit=5x"}) {
    EXPECT_FALSE(limit(bad)) << bad;
  }
}

TEST(NextLink, KeepsTheQueryAndReplacesTheCursor) {
  const auto request = request_of("GET", "/v1/rooms?limit=3&cursor=old");
  EXPECT_EQ(api::next_link(request, "https://k.example", "new"),
            "<https://k.example/v1/rooms?limit=3&cursor=new>; rel=\"next\"");
}

TEST(AgendaCursor, ComesBackAsItWas) {
  const scheduler::IndexedOccurrence row{{scheduler::parse_instant("2026-12-07T09:00:00Z").value(),
                                          scheduler::parse_instant("2026-12-07T11:00:00Z").value()},
                                         {scheduler::Uuid{1, 2}},
                                         scheduler::parse_local_time("2026-12-07T14:00:00").value()};
  EXPECT_EQ(api::agenda_cursor_of(api::to_cursor(row)), row);
}

TEST(AgendaCursor, ReachesBackToTheFirstMorningInTheEast) {
  const scheduler::Instant begin{std::chrono::hours{-5}};
  const scheduler::IndexedOccurrence row{{begin, begin + std::chrono::hours{1}}, {scheduler::Uuid{1, 2}}, {}};
  EXPECT_EQ(api::agenda_cursor_of(api::to_cursor(row)), row);
}

TEST(AgendaCursor, OfAnotherShapeIsRefused) {
  const std::string uuid = scheduler::Uuid{1, 2}.to_string();
  for (const std::string& text :
       {std::string(), std::string("x"), "1.2." + uuid, "1.2.3." + uuid + "x", "-100000.2.3." + uuid,
        "99999999999999999999.2.3." + uuid, "1.9223372036854775807.3." + uuid}) {
    EXPECT_EQ(api::agenda_cursor_of(text), std::nullopt) << text;
  }
}

}  // namespace
