#include "scheduler/ids.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace scheduler {
namespace {

TEST(Uuid, WritesThirtySixLowerCaseCharacters) {
  const Uuid uuid{0x6f1c1f0e3c1b4b0aU, 0x9d5e2f8a7b6c5d4eU};
  EXPECT_EQ(uuid.to_string(), "6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e");
}

TEST(Uuid, ReadsUpperCase) {
  const auto uuid = Uuid::parse("6F1C1F0E-3C1B-4B0A-9D5E-2F8A7B6C5D4E");
  ASSERT_TRUE(uuid);
  EXPECT_EQ(uuid->to_string(), "6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e");
}

RC_GTEST_PROP(Uuid, ComesBackFromItsText, (std::uint64_t high, std::uint64_t low)) {
  const Uuid uuid{high, low};
  RC_ASSERT(Uuid::parse(uuid.to_string()) == uuid);
}

TEST(Uuid, RefusesEverythingElse) {
  for (const std::string text : {"", "6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4", "6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e0",
                                 "6f1c1f0e3c1b4b0a9d5e2f8a7b6c5d4e", "6f1c1f0e03c1b-4b0a-9d5e-2f8a7b6c5d4e",
                                 "{f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4}", "6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4g",
                                 " f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e", "6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d-e",
                                 "urn:uuid:6f1c1f0e-3c1b-4b0a-9d5e-2f8a7b6c5d4e"}) {
    EXPECT_FALSE(Uuid::parse(text)) << text;
  }
}

RC_GTEST_PROP(Uuid, FromRandomBitsIsVersionFour, (std::uint64_t high, std::uint64_t low)) {
  const std::string text = Uuid::from_random_bits(high, low).to_string();
  RC_ASSERT(text[14] == '4');
  RC_ASSERT(std::string("89ab").find(text[19]) != std::string::npos);
}

RC_GTEST_PROP(Uuid, FromRandomBitsKeepsTheOthers, (std::uint64_t high, std::uint64_t low)) {
  const Uuid uuid = Uuid::from_random_bits(high, low);
  RC_ASSERT(((uuid.high ^ high) & ~0xF000U) == 0U);
  RC_ASSERT(((uuid.low ^ low) & 0x3FFF'FFFF'FFFF'FFFFU) == 0U);
}

RC_GTEST_PROP(Uuid, OrdersAsItsText, (std::uint64_t a, std::uint64_t b, std::uint64_t c)) {
  const Uuid first{a, b};
  const Uuid second{*rc::gen::element(a, c), c};
  RC_ASSERT((first < second) == (first.to_string() < second.to_string()));
}

}  // namespace
}  // namespace scheduler
