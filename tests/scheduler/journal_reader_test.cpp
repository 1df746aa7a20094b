#include "scheduler/journal_reader.hpp"

#include <gtest/gtest.h>

#include <future>

#include "service_fixture.hpp"

namespace {

using scheduler::JournalReader;
using support::FakeJournal;

TEST(JournalReader, RunsJobsOneAfterTheOther) {
  std::vector<int> order;
  std::promise<void> done;
  JournalReader reader(std::make_unique<FakeJournal>());  // last: its jobs use the rest
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(reader.submit([&order, &done, i](scheduler::Journal&) {
      order.push_back(i);
      if (i == 4) done.set_value();
    }));
  }
  auto finished = done.get_future();
  support::within_seconds(finished);
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(JournalReader, RefusesMoreThanMayWait) {
  std::promise<void> begun;
  std::promise<void> go_on;
  JournalReader reader(std::make_unique<FakeJournal>());  // last: its jobs use the rest
  ASSERT_TRUE(reader.submit([&](scheduler::Journal&) {
    begun.set_value();
    go_on.get_future().wait();
  }));
  auto running = begun.get_future();
  support::within_seconds(running);
  for (std::size_t i = 0; i < JournalReader::kMostWaiting; ++i) EXPECT_TRUE(reader.submit([](scheduler::Journal&) {}));
  EXPECT_FALSE(reader.submit([](scheduler::Journal&) {}));
  go_on.set_value();
}

TEST(JournalReader, TakesNothingOnceItHasStopped) {
  JournalReader reader(std::make_unique<FakeJournal>());
  reader.stop();
  EXPECT_FALSE(reader.submit([](scheduler::Journal&) {}));
}

/// The scheduling service tells a listener of every entry once, whoever wrote it.
TEST(ScheduleListener, HearsOfOnesOwnEntriesAndOfOthers) {
  const auto storage = std::make_shared<support::FakeStorage>();
  std::mutex mutex;
  std::vector<scheduler::Position> heard;
  support::Instance mine(storage);
  mine->listen({[&](const std::vector<scheduler::JournalEntry>& entries) {
                  const std::lock_guard lock(mutex);
                  for (const auto& entry : entries) heard.push_back(entry.position);
                },
                {}});
  support::Instance other(storage);
  ASSERT_TRUE(mine->start());
  ASSERT_TRUE(other->start());
  ASSERT_TRUE(mine.perform(support::add_person(1)));
  ASSERT_TRUE(other.perform(support::add_person(2)));
  ASSERT_TRUE(support::soon([&] { return mine.has_person(2); }));
  ASSERT_TRUE(mine.perform(support::add_person(3)));
  EXPECT_TRUE(support::soon([&] {
    const std::lock_guard lock(mutex);
    return heard == std::vector<scheduler::Position>{1, 2, 3};
  }));
}

}  // namespace
