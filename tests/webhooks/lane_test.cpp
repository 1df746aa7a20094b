#include "lane.hpp"

#include <gtest/gtest.h>

#include "department.hpp"

namespace webhooks {
namespace {

using std::chrono::seconds;
using std::chrono::steady_clock;
using webhooks_test::uuid;

struct Way {
  Moment now{steady_clock::now(), scheduler::Instant{seconds{1'790'000'000}}};
  Endpoint endpoint{.id = uuid(1), .url = "https://example.org", .secret = "", .since = 0, .enabled = true};
  RetrySchedule schedule{{seconds{0}, seconds{5}}, 0, std::chrono::hours{24}};
  Lane lane{endpoint, now};

  Lane::Verdict attempt(unsigned status) {
    lane.sent({.position = lane.delivery().cursor + 1, .id = "x", .body = {}}, now);
    return lane.finish({.status = status, .retry_after = {}, .error = {}}, schedule, now);
  }
};

TEST(Lane, IsReadyAgainOnlyWhenTheOutcomeIsSaved) {
  Way way;
  ASSERT_TRUE(way.lane.is_ready(way.now.ticks));
  ASSERT_EQ(way.attempt(204), Lane::Verdict::accepted);
  EXPECT_EQ(way.lane.unsaved(), Lane::Unsaved::outcome);
  EXPECT_FALSE(way.lane.is_ready(way.now.ticks));
  way.lane.skip(2);
  EXPECT_FALSE(way.lane.is_ready(way.now.ticks));
  way.lane.saved();
  EXPECT_TRUE(way.lane.is_ready(way.now.ticks));
}

TEST(Lane, WaitsBetweenAttempts) {
  Way way;
  ASSERT_EQ(way.attempt(500), Lane::Verdict::failed);
  way.lane.saved();
  EXPECT_FALSE(way.lane.is_ready(way.now.ticks + seconds{4}));
  EXPECT_TRUE(way.lane.is_ready(way.now.ticks + seconds{5}));
}

TEST(Lane, SendsNothingWhileItsRequestIsUnderWay) {
  Way way;
  way.lane.sent({.position = 1, .id = "x", .body = {}}, way.now);
  EXPECT_FALSE(way.lane.is_ready(way.now.ticks));
}

TEST(Lane, AsksToBeSwitchedOffAgainForAsLongAsItIsOn) {
  Way way;
  ASSERT_EQ(way.attempt(410), Lane::Verdict::given_up);
  EXPECT_TRUE(way.lane.wants_disabling(way.now).has_value());
  EXPECT_FALSE(way.lane.wants_disabling(way.now).has_value());
  way.now.ticks += seconds{31};
  EXPECT_FALSE(way.lane.observe(way.endpoint, way.now));
  EXPECT_TRUE(way.lane.wants_disabling(way.now).has_value());
  way.endpoint.enabled = false;
  EXPECT_FALSE(way.lane.observe(way.endpoint, way.now));
  way.now.ticks += seconds{31};
  EXPECT_FALSE(way.lane.wants_disabling(way.now).has_value());
}

}  // namespace
}  // namespace webhooks
