#include "api/token_uses.hpp"

#include <gtest/gtest.h>

namespace {

using api::TokenUses;
using scheduler::Instant;

const TokenUses::Id kToken{{1, 2}};

Instant at(int second) { return Instant{std::chrono::seconds{second}}; }

TEST(TokenUses, KnowTheLatest) {
  TokenUses uses;
  EXPECT_EQ(uses.last(kToken), std::nullopt);
  uses.note(kToken, at(5));
  uses.note(kToken, at(3));
  EXPECT_EQ(uses.last(kToken), at(5));
}

TEST(TokenUses, AreNewsOnce) {
  TokenUses uses;
  uses.note(kToken, at(5));
  EXPECT_EQ(uses.take_news(), (TokenUses::Uses{{kToken, at(5)}}));
  EXPECT_TRUE(uses.take_news().empty());
  uses.put_back({{kToken, at(5)}});
  EXPECT_EQ(uses.take_news().size(), 1U);
}

TEST(TokenUses, OfOthersCountAndAreNoNews) {
  TokenUses uses;
  uses.merge({{kToken, at(7)}});
  EXPECT_EQ(uses.last(kToken), at(7));
  EXPECT_TRUE(uses.take_news().empty());
  uses.merge({{kToken, at(6)}});
  EXPECT_EQ(uses.last(kToken), at(7));
}

}  // namespace
