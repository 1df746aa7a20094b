#include "delivery_text.hpp"

#include <gtest/gtest.h>

namespace webhooks {
namespace {

TEST(DeliveryText, ComesBackAsItWas) {
  const auto now = scheduler::parse_instant("2026-12-07T09:00:00Z").value();
  const Delivery failing{.cursor = 17,
                         .since = 3,
                         .attempts = 2,
                         .last_attempt = now,
                         .next_attempt = now + std::chrono::minutes{5},
                         .last_status = 503,
                         .last_error = "It answered \"503\".",
                         .lost = LostChanges{230, now - std::chrono::hours{1}}};
  EXPECT_EQ(delivery_from_text(to_text(failing)), failing);
  EXPECT_EQ(delivery_from_text(to_text(Delivery{})), Delivery{});
}

TEST(DeliveryText, IsAsDocumented) {
  const auto now = scheduler::parse_instant("2026-12-07T09:00:00Z").value();
  const Delivery delivery{.cursor = 17,
                          .since = 3,
                          .attempts = 0,
                          .last_attempt = now,
                          .next_attempt = {},
                          .last_status = 204,
                          .last_error = {},
                          .lost = {}};
  EXPECT_EQ(to_text(delivery), R"({"cursor":17,"since":3,"lastAttempt":"2026-12-07T09:00:00Z","lastStatus":204})");
}

TEST(DeliveryText, IsNothingElse) {
  for (const char* text :
       {"", "{}", "[]", "17", R"({"cursor":-1,"since":0})", R"({"cursor":"x","since":0})", "{\"cur"}) {
    EXPECT_FALSE(delivery_from_text(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace webhooks
