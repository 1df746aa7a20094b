#include "retry_schedule.hpp"

#include <gtest/gtest.h>

#include "webhooks/dispatcher.hpp"

namespace webhooks {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

TEST(RetrySchedule, IsThatOfTheSpecification) {
  RetrySchedule schedule(standard_pauses(), 0, 24h);
  const std::vector<milliseconds> expected{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
  for (unsigned failed = 1; failed <= expected.size(); ++failed) {
    EXPECT_EQ(schedule.pause_after(failed, {}), expected[failed - 1]) << failed;
  }
  EXPECT_EQ(schedule.pause_after(10, {}), std::nullopt);
  EXPECT_EQ(schedule.pause_after(1000, {}), std::nullopt);
}

TEST(RetrySchedule, IsLongerByChanceAndNeverShorter) {
  RetrySchedule schedule({0s, 1000s}, 0.2, 24h);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const milliseconds pause = schedule.pause_after(1, {}).value();
    EXPECT_GE(pause, 1000s);
    EXPECT_LE(pause, 1200s);
    differs = differs || pause != schedule.pause_after(1, {}).value();
  }
  EXPECT_TRUE(differs);
}

TEST(RetrySchedule, HeedsWhatTheReceiverAsksFor) {
  RetrySchedule schedule({0s, 10s, 20s}, 0, 1h);
  EXPECT_EQ(schedule.pause_after(1, 60s), 60s);
  EXPECT_EQ(schedule.pause_after(1, 2s), 10s) << "not sooner than it would";
  EXPECT_EQ(schedule.pause_after(2, 5h), 1h) << "not for ever";
  EXPECT_EQ(schedule.pause_after(1, std::chrono::seconds::max()), 1h);
  EXPECT_EQ(schedule.pause_after(3, 60s), std::nullopt);
}

}  // namespace
}  // namespace webhooks
