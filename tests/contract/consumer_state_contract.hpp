#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "scheduler/error.hpp"

/// What keeps a consumer's state must do. Instantiate it with a `Storage` whose texts are empty when made, that
/// `open()`s (a pointer to) one as often as asked.
namespace contract {

template <class Storage>
class ConsumerStateContract : public ::testing::Test {
 protected:
  using Texts = std::map<std::string, std::string>;
  static constexpr std::chrono::milliseconds kLong{60'000};

  [[nodiscard]] auto open() { return storage_.open(); }

 private:
  Storage storage_;
};

TYPED_TEST_SUITE_P(ConsumerStateContract);

TYPED_TEST_P(ConsumerStateContract, BeginsEmptyAndFree) {
  const auto state = this->open();
  EXPECT_TRUE(state->load().value().empty());
  EXPECT_TRUE(state->try_lease("a", this->kLong).value());
}

TYPED_TEST_P(ConsumerStateContract, KeepsWhatTheHolderSaves) {
  const auto state = this->open();
  ASSERT_TRUE(state->try_lease("a", this->kLong).value());
  EXPECT_TRUE(state->save("a", {{"x", "{\"cursor\":1}"}, {"y", "2"}}, {}).value());
  EXPECT_TRUE(state->save("a", {{"x", "3"}, {"z", ""}}, {"y", "never there"}).value());
  EXPECT_EQ(this->open()->load().value(), (typename TestFixture::Texts{{"x", "3"}, {"z", ""}}));
}

TYPED_TEST_P(ConsumerStateContract, SavesNothingForWhoDoesNotHoldTheLease) {
  const auto state = this->open();
  EXPECT_FALSE(state->save("a", {{"x", "1"}}, {}).value());
  ASSERT_TRUE(state->try_lease("a", this->kLong).value());
  ASSERT_TRUE(state->save("a", {{"x", "1"}}, {}).value());
  EXPECT_FALSE(this->open()->save("b", {{"x", "2"}}, {}).value());
  EXPECT_FALSE(this->open()->save("b", {}, {"x"}).value());
  EXPECT_EQ(state->load().value(), (typename TestFixture::Texts{{"x", "1"}}));
}

TYPED_TEST_P(ConsumerStateContract, LendsToOneAtATime) {
  const auto state = this->open();
  const auto other = this->open();
  EXPECT_TRUE(state->try_lease("a", this->kLong).value());
  EXPECT_FALSE(other->try_lease("b", this->kLong).value());
  EXPECT_TRUE(state->try_lease("a", this->kLong).value());
}

TYPED_TEST_P(ConsumerStateContract, IsReleasedByItsHolderOnly) {
  const auto state = this->open();
  ASSERT_TRUE(state->try_lease("a", this->kLong).value());
  ASSERT_TRUE(state->release("b").has_value());
  EXPECT_FALSE(state->try_lease("b", this->kLong).value());
  ASSERT_TRUE(state->release("a").has_value());
  EXPECT_TRUE(state->try_lease("b", this->kLong).value());
}

TYPED_TEST_P(ConsumerStateContract, IsFreeAgainWhenItsTimeIsOver) {
  const auto state = this->open();
  ASSERT_TRUE(state->try_lease("a", std::chrono::milliseconds{30}).value());
  std::this_thread::sleep_for(std::chrono::milliseconds{60});
  EXPECT_FALSE(state->save("a", {{"x", "1"}}, {}).value());
  EXPECT_TRUE(state->try_lease("b", this->kLong).value());
}

TYPED_TEST_P(ConsumerStateContract, RunsOnWhenItIsRenewed) {
  const auto state = this->open();
  ASSERT_TRUE(state->try_lease("a", std::chrono::milliseconds{30}).value());
  ASSERT_TRUE(state->try_lease("a", this->kLong).value());
  std::this_thread::sleep_for(std::chrono::milliseconds{60});
  EXPECT_FALSE(state->try_lease("b", this->kLong).value());
}

REGISTER_TYPED_TEST_SUITE_P(ConsumerStateContract, BeginsEmptyAndFree, KeepsWhatTheHolderSaves,
                            SavesNothingForWhoDoesNotHoldTheLease, LendsToOneAtATime, IsReleasedByItsHolderOnly,
                            IsFreeAgainWhenItsTimeIsOver, RunsOnWhenItIsRenewed);

}  // namespace contract
