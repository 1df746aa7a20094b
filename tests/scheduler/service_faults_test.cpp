// The scheduling service when its journal fails, and when clients try again.
#include <gtest/gtest.h>

#include <chrono>
#include <memory>

#include "service_fixture.hpp"

namespace scheduler {
namespace {

using support::add_person;
using support::failed_with;
using support::HeldAppend;
using support::Instance;
using support::soon;
using support::within_seconds;

class ServiceFaults : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(service->start()); }

  std::shared_ptr<support::FakeStorage> storage = std::make_shared<support::FakeStorage>();
  Instance service{storage};
};

using Idempotency = ServiceFaults;
const IdempotencyKey kKey{"token-1", "key-1", "create Kim"};

TEST_F(Idempotency, ReplaysTheAnswerToTheSameRequest) {
  const auto first = service.perform(add_person(1), kKey);
  const auto again = service.perform(add_person(2), kKey);
  ASSERT_TRUE(first && again);
  EXPECT_FALSE(first->replayed);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->text, first->text);
  EXPECT_FALSE(service.has_person(2));
}

TEST_F(Idempotency, HoldsWithinOneBatch) {
  HeldAppend held(*storage);
  auto earlier = service.submit(add_person(9));
  held.wait_until_reached();
  auto first = service.submit(add_person(1), kKey);
  auto again = service.submit(add_person(2), kKey);
  auto other = service.submit(add_person(3), IdempotencyKey{"token-1", "key-1", "create Lee"});
  held.release();
  EXPECT_FALSE(within_seconds(first)->replayed);
  EXPECT_TRUE(within_seconds(again)->replayed);
  EXPECT_TRUE(failed_with<IdempotencyKeyReused>(within_seconds(other)));
  EXPECT_EQ(storage->head(), 2);
}

TEST_F(Idempotency, HoldsInAnotherInstanceAndAfterARestart) {
  ASSERT_TRUE(service.perform(add_person(1), kKey));
  service->stop();
  Instance restarted(storage);
  ASSERT_TRUE(restarted->start());
  const auto again = restarted.perform(add_person(2), kKey);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_FALSE(restarted.has_person(2));
}

TEST_F(Idempotency, RefusesAnotherRequestUnderTheSameKey) {
  ASSERT_TRUE(service.perform(add_person(1), kKey));
  const auto other = service.perform(add_person(2), IdempotencyKey{"token-1", "key-1", "create Lee"});
  EXPECT_TRUE(failed_with<IdempotencyKeyReused>(other));
}

TEST_F(Idempotency, DoesNotMixTheKeysOfTwoTokens) {
  ASSERT_TRUE(service.perform(add_person(1), kKey));
  const auto other = service.perform(add_person(2), IdempotencyKey{"token-2", "key-1", "create Lee"});
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->replayed);
}

TEST_F(Idempotency, KeepsTheAnswerToARequestThatChangedNothing) {
  ASSERT_TRUE(service.perform(add_person(1, "Kim")));
  Person same;
  same.name = "Kim";
  const auto replace = support::command_of(Replace<Person>{support::id<Person>(1), same, std::nullopt});
  EXPECT_FALSE(service.perform(replace, kKey)->replayed);
  EXPECT_TRUE(service.perform(replace, kKey)->replayed);
}

TEST_F(Idempotency, DoesNotKeepARefusal) {
  const auto remove = support::command_of(Remove<Person>{support::id<Person>(1), std::nullopt});
  EXPECT_TRUE(failed_with<NotFound>(service.perform(remove, kKey)));
  ASSERT_TRUE(service.perform(add_person(1)));
  EXPECT_FALSE(service.perform(remove, kKey)->replayed);
}

TEST_F(ServiceFaults, SaySoQuicklyWhenTheJournalIsAway) {
  storage->set_unavailable(true);
  const auto asked = std::chrono::steady_clock::now();
  EXPECT_TRUE(failed_with<JournalUnavailable>(service.perform(add_person(1))));
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds{2});
  EXPECT_TRUE(soon([&] { return !service->ready(); }));
}

TEST_F(ServiceFaults, LeaveReadersTheirScheduleWithItsAge) {
  ASSERT_TRUE(service.perform(add_person(1)));
  EXPECT_EQ(service->staleness().count(), 0);
  storage->set_unavailable(true);
  EXPECT_TRUE(soon([&] { return service->staleness() >= std::chrono::seconds{1}; }));
  EXPECT_TRUE(service.has_person(1));
}

TEST_F(ServiceFaults, EndWhenTheJournalComesBack) {
  storage->set_unavailable(true);
  EXPECT_TRUE(failed_with<JournalUnavailable>(service.perform(add_person(1))));
  storage->set_unavailable(false);
  EXPECT_TRUE(soon([&] { return service->ready(); }));
  EXPECT_EQ(service->staleness().count(), 0);
  EXPECT_TRUE(service.perform(add_person(2)));
}

TEST_F(ServiceFaults, DoNotBookTwiceAfterALostReply) {
  storage->lose_next_reply();
  EXPECT_TRUE(failed_with<JournalUnavailable>(service.perform(add_person(1), kKey)));
  EXPECT_TRUE(soon([&] { return service->ready() && service.has_person(1); }));
  const auto again = service.perform(add_person(2), kKey);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(storage->head(), 1);
}

TEST_F(ServiceFaults, AnswerEveryCommandOfABatchThatFailed) {
  HeldAppend held(*storage);
  auto first = service.submit(add_person(1));
  held.wait_until_reached();
  auto second = service.submit(add_person(2));
  storage->set_unavailable(true);
  held.release();
  EXPECT_TRUE(failed_with<JournalUnavailable>(within_seconds(first)));
  EXPECT_TRUE(failed_with<JournalUnavailable>(within_seconds(second)));
  EXPECT_FALSE(service.has_person(1));
}

TEST_F(ServiceFaults, StopWhileTheJournalIsAway) {
  storage->set_unavailable(true);
  service->stop();
  EXPECT_TRUE(failed_with<JournalUnavailable>(service.perform(add_person(1))));
}

TEST_F(ServiceFaults, ReloadWhatWasTrimmedBeforeItWasRead) {
  ASSERT_TRUE(service.perform(add_person(1)));
  service->stop();
  Instance late(storage);
  ASSERT_TRUE(late->start());
  {
    Instance other(storage);
    ASSERT_TRUE(other->start());
    HeldAppend held(*storage);
    auto outcome = other.submit(add_person(2));
    held.wait_until_reached();
    storage->trim(1);
    held.release();
    ASSERT_TRUE(within_seconds(outcome));
    ASSERT_TRUE(other.perform(add_person(3)));
    storage->trim(3);
  }
  EXPECT_TRUE(soon([&] { return late.has_person(3) && late->ready(); }));
}

TEST_F(ServiceFaults, GoBackWithTheJournalThatLostItsTail) {
  for (std::uint64_t number = 1; number <= 5; ++number) ASSERT_TRUE(service.perform(add_person(number)));
  storage->lose_entries_after(3);
  EXPECT_TRUE(soon([&] { return service->schedule()->head() == 3 && service->ready(); }));
  EXPECT_FALSE(service.has_person(4));
  // It stays well: nothing rings for what is no longer there.
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(service->ready());
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  Instance other(storage);
  ASSERT_TRUE(other->start());
  ASSERT_TRUE(other.perform(add_person(7)));
  EXPECT_TRUE(soon([&] { return service.has_person(7); }));
  EXPECT_TRUE(service.perform(add_person(8)));
}

}  // namespace
}  // namespace scheduler
