#include "scheduler/scheduling_service.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "service_fixture.hpp"

namespace scheduler {
namespace {

using support::add_person;
using support::add_room;
using support::failed_with;
using support::HeldAppend;
using support::id;
using support::Instance;
using support::soon;
using support::within_seconds;

class SchedulingServiceTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(service->start()); }

  std::shared_ptr<support::FakeStorage> storage = std::make_shared<support::FakeStorage>();
  Instance service{storage};
};

using GroupCommit = SchedulingServiceTest;

TEST_F(GroupCommit, WritesWhatWaitedAsOneAppend) {
  HeldAppend held(*storage);
  std::vector<std::future<support::Outcome>> outcomes;
  outcomes.push_back(service.submit(add_person(1)));
  held.wait_until_reached();
  for (std::uint64_t number = 2; number <= 101; ++number) outcomes.push_back(service.submit(add_person(number)));
  held.release();
  for (auto& outcome : outcomes) EXPECT_TRUE(within_seconds(outcome));
  EXPECT_EQ(storage->batch_sizes(), (std::vector<std::size_t>{1, 100}));
  EXPECT_EQ(storage->head(), 101);
}

TEST_F(GroupCommit, DecidesEachOnWhatThoseBeforeItMade) {
  HeldAppend held(*storage);
  auto first = service.submit(add_person(1));
  held.wait_until_reached();
  auto host = service.submit(add_person(2));
  auto event =
      service.submit(support::command_of(Create<Event>{id<Event>(3), support::office_hours().by(id<Person>(2))}));
  auto clash =
      service.submit(support::command_of(Create<Event>{id<Event>(4), support::office_hours().by(id<Person>(2))}));
  held.release();
  EXPECT_TRUE(within_seconds(host));
  EXPECT_TRUE(within_seconds(event));
  EXPECT_TRUE(failed_with<SchedulingConflict>(within_seconds(clash)));
  EXPECT_EQ(storage->batch_sizes(), (std::vector<std::size_t>{1, 2}));
}

TEST_F(GroupCommit, AnswersEverythingHoweverMuchWaits) {
  HeldAppend held(*storage);
  auto first = service.submit(add_person(1));
  held.wait_until_reached();
  std::vector<std::future<support::Outcome>> outcomes;
  for (std::uint64_t number = 2; number <= 1001; ++number) outcomes.push_back(service.submit(add_person(number)));
  held.release();
  for (auto& outcome : outcomes) EXPECT_TRUE(within_seconds(outcome));
  EXPECT_LE(storage->append_calls(), 6);
}

using Readers = SchedulingServiceTest;

TEST_F(Readers, NeverSeeWhatIsNotDurable) {
  HeldAppend held(*storage);
  auto outcome = service.submit(add_person(1));
  held.wait_until_reached();
  EXPECT_FALSE(service.has_person(1));
  EXPECT_EQ(service->schedule()->head(), 0);
  held.release();
  EXPECT_TRUE(within_seconds(outcome));
  EXPECT_TRUE(service.has_person(1));
}

TEST_F(Readers, KeepTheirSnapshotWhileTheServiceGoesOn) {
  const auto before = service->schedule();
  ASSERT_TRUE(service.perform(add_person(1)));
  EXPECT_EQ(before->find(id<Person>(1)), nullptr);
}

TEST_F(Readers, PreviewWithoutWriting) {
  EXPECT_TRUE(service->preview(add_person(1)));
  EXPECT_EQ(storage->append_calls(), 0);
  EXPECT_FALSE(service.has_person(1));
}

TEST_F(SchedulingServiceTest, WritesNothingForACommandThatChangesNothing) {
  ASSERT_TRUE(service.perform(add_person(1, "Kim")));
  Person same;
  same.name = "Kim";
  const auto outcome = service.perform(support::command_of(Replace<Person>{id<Person>(1), same, 1}));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->text, "0 changes");
  EXPECT_EQ(storage->head(), 1);
}

TEST_F(SchedulingServiceTest, AnswersABrokenRenderAsAnInternalErrorAndWritesNothing) {
  std::promise<support::Outcome> promise;
  service->submit({add_person(1),
                   {},
                   [](const Decision&) -> std::string { throw std::logic_error("no such page"); },
                   [&](support::Outcome outcome) { promise.set_value(std::move(outcome)); }});
  auto future = promise.get_future();
  EXPECT_TRUE(failed_with<InternalError>(within_seconds(future)));
  EXPECT_EQ(storage->head(), 0);
  EXPECT_TRUE(service.perform(add_person(1)));
}

class TwoInstances : public SchedulingServiceTest {
 protected:
  void SetUp() override {
    ASSERT_TRUE(service->start());
    ASSERT_TRUE(other->start());
  }
  Instance other{storage};
};

TEST_F(TwoInstances, SeeWhatTheOtherWrote) {
  ASSERT_TRUE(other.perform(add_person(1)));
  EXPECT_TRUE(soon([&] { return service.has_person(1); }));
  EXPECT_TRUE(soon([&] { return service->ready(); }));
}

TEST_F(TwoInstances, DecideAnewWhenTheOtherWroteFirst) {
  ASSERT_TRUE(service.perform(add_room(1)));
  ASSERT_TRUE(service.perform(add_person(2)));
  ASSERT_TRUE(service.perform(add_person(3)));
  storage->before_next_append([&] {
    EXPECT_TRUE(other.perform(
        support::command_of(Create<Event>{id<Event>(10), support::office_hours().by(id<Person>(2)).in(id<Room>(1))})));
  });
  const auto outcome = service.perform(
      support::command_of(Create<Event>{id<Event>(11), support::office_hours().by(id<Person>(3)).in(id<Room>(1))}));
  ASSERT_TRUE(failed_with<SchedulingConflict>(outcome));
  EXPECT_EQ(std::get<SchedulingConflict>(outcome.error()).conflicts.front().with->id, id<Event>(10).value);
}

TEST_F(TwoInstances, RefuseNothingForWhatTheOtherHasJustMade) {
  // The refusing instance may not have followed yet: it has to look before it says no.
  for (std::uint64_t number = 1; number <= 100; ++number) {
    ASSERT_TRUE(other.perform(add_person(number)));
    ASSERT_TRUE(service.perform(support::command_of(Remove<Person>{id<Person>(number), 1}))) << number;
  }
}

TEST_F(TwoInstances, GiveTheLastFreeRoomToExactlyOne) {
  ASSERT_TRUE(service.perform(add_room(1)));
  for (std::uint64_t number = 2; number <= 3; ++number) ASSERT_TRUE(service.perform(add_person(number)));
  constexpr std::uint64_t kRaces = 100;
  std::vector<std::pair<std::future<support::Outcome>, std::future<support::Outcome>>> races;
  for (std::uint64_t race = 0; race < kRaces; ++race) {
    const auto booking = [&](std::uint64_t person) {
      Event event = support::office_hours().by(id<Person>(person)).in(id<Room>(1));
      event.start += std::chrono::hours{race};
      return support::command_of(Create<Event>{id<Event>(1000 * person + race), event});
    };
    races.emplace_back(service.submit(booking(2)), other.submit(booking(3)));
  }
  for (auto& [ours, theirs] : races) {
    const auto first = within_seconds(ours);
    const auto second = within_seconds(theirs);
    EXPECT_NE(first.has_value(), second.has_value());
    EXPECT_TRUE(failed_with<SchedulingConflict>(first ? second : first));
  }
  EXPECT_EQ(storage->head(), kRaces + 3);
  EXPECT_TRUE(soon([&] { return service->schedule()->head() == other->schedule()->head(); }));
}

TEST_F(TwoInstances, FollowEverythingThatOneWrites) {
  for (std::uint64_t number = 1; number <= 300; ++number) ASSERT_TRUE(other.perform(add_person(number)));
  EXPECT_TRUE(soon([&] { return service->schedule()->head() == 300; }));
  EXPECT_TRUE(service.has_person(150));
}

TEST_F(SchedulingServiceTest, EndsWithWhatWaitsAnswered) {
  HeldAppend held(*storage);
  auto first = service.submit(add_person(1));
  held.wait_until_reached();
  auto waiting = service.submit(add_person(2));
  std::thread stopping([&] { service->stop(); });
  held.release();
  stopping.join();
  EXPECT_TRUE(within_seconds(first));
  EXPECT_TRUE(within_seconds(waiting));
  EXPECT_TRUE(failed_with<JournalUnavailable>(service.perform(add_person(3))));
  EXPECT_EQ(storage->head(), 2);
}

TEST(SchedulingService, MayBeStoppedTwiceAndWithoutAStart) {
  Instance service(std::make_shared<support::FakeStorage>());
  service->stop();
  service->stop();
}

TEST(SchedulingService, DoesNotStartWithoutItsJournal) {
  auto storage = std::make_shared<support::FakeStorage>();
  storage->set_unavailable(true);
  Instance service(storage);
  EXPECT_FALSE(service->start());
  EXPECT_FALSE(service->ready());
}

TEST_F(SchedulingServiceTest, AnswersManySubmittersAndReadersAtOnce) {
  std::vector<std::thread> threads;
  std::atomic<int> accepted{0};
  for (std::uint64_t thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::uint64_t i = 0; i < 50; ++i) {
        if (service.perform(add_person(1000 * thread + i + 1))) ++accepted;
        const auto snapshot = service->schedule();
        EXPECT_LE(snapshot->all<Person>().size(), snapshot->head());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(accepted, 200);
  EXPECT_EQ(service->schedule()->all<Person>().size(), 200);
}

}  // namespace
}  // namespace scheduler
