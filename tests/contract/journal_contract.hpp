#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "contract/journal_entries.hpp"
#include "contract/room_churn.hpp"
#include "scheduler/journal.hpp"

/// What every Journal must do. Instantiate it with a `Storage` whose objects are empty when made, that `open()` a
/// journal on the same storage as often as asked, and that `trim(position)` the entries up to that position away:
/// INSTANTIATE_TYPED_TEST_SUITE_P(Fake, JournalContract, FakeStorageForContract).
namespace contract {

using scheduler::AppendOutcome;
using scheduler::IdempotencyRecord;
using scheduler::Journal;
using scheduler::JournalAppend;
using scheduler::JournalEntry;
using scheduler::NotFound;
using scheduler::Position;
using scheduler::Schedule;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

template <class Storage>
class JournalContract : public ::testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<Journal> open() { return storage_.open(); }
  void trim(Position position) { storage_.trim(position); }

  /// Appends one entry a room, in one batch, on the head that is expected.
  static AppendOutcome append_rooms(Journal& journal, Position expected_head, unsigned first, unsigned count) {
    std::vector<JournalAppend> batch;
    for (unsigned i = 0; i < count; ++i) batch.push_back(an_append({created(a_room(first + i))}));
    return value_of(journal.append(expected_head, batch));
  }

 private:
  Storage storage_;
};

TYPED_TEST_SUITE_P(JournalContract);

TYPED_TEST_P(JournalContract, BeginsEmpty) {
  const auto journal = this->open();
  EXPECT_EQ(texts_of(value_of(journal->load())), texts_of(Schedule()));
  EXPECT_TRUE(value_of(journal->read(0, 10, milliseconds{0})).empty());
  EXPECT_EQ(value_of(journal->find_answer("token", "key")), std::nullopt);
}

TYPED_TEST_P(JournalContract, GivesBackEveryEntryAsItWasWritten) {
  const auto journal = this->open();
  JournalAppend second =
      an_append({changed(a_room(1), a_room(1, 2)), created(a_master_class(2))}, "\xD0\x90\xD0\xBD\xD0\xBD\xD0\xB0");
  second.entry.reason = "the minister's wish";
  second.entry.at += std::chrono::hours{5};
  std::vector<JournalAppend> batch{an_append({created(a_room(1)), created(a_person(1))}), second,
                                   an_append({removed(a_person(1))}), an_append({})};
  ASSERT_EQ(value_of(journal->append(0, batch)), AppendOutcome::written);

  std::vector<JournalEntry> expected;
  for (const JournalAppend& item : batch) {
    expected.push_back(item.entry);
    expected.back().position = expected.size();
  }
  EXPECT_EQ(texts_of(read_all(*this->open())), texts_of(expected));
}

TYPED_TEST_P(JournalContract, WritesNothingOnAnOldHead) {
  const auto journal = this->open();
  ASSERT_EQ(this->append_rooms(*journal, 0, 1, 2), AppendOutcome::written);
  const auto late = with_answer(an_append({created(a_room(9))}), {"token", "key", "print", "answer"});
  for (const Position head : {Position{0}, Position{1}, Position{3}}) {
    EXPECT_EQ(value_of(journal->append(head, {late})), AppendOutcome::head_moved) << "on head " << head;
  }
  EXPECT_EQ(read_all(*journal).size(), 2U);
  EXPECT_EQ(value_of(journal->load()).template all<scheduler::Room>().size(), 2U);
  EXPECT_EQ(value_of(journal->find_answer("token", "key")), std::nullopt);
}

TYPED_TEST_P(JournalContract, NumbersEntriesDensely) {
  const auto journal = this->open();
  ASSERT_EQ(this->append_rooms(*journal, 0, 1, 3), AppendOutcome::written);
  ASSERT_EQ(this->append_rooms(*journal, 3, 4, 1), AppendOutcome::written);
  ASSERT_EQ(this->append_rooms(*journal, 4, 5, 300), AppendOutcome::written);
  Position position = 0;
  for (const JournalEntry& entry : read_all(*this->open())) EXPECT_EQ(entry.position, ++position);
  EXPECT_EQ(position, 304U);
}

TYPED_TEST_P(JournalContract, LoadsWhatItsEntriesMake) {
  const auto journal = this->open();
  ASSERT_EQ(value_of(journal->append(0, {an_append({created(a_person(1)), created(a_master_class(1))})})),
            AppendOutcome::written);
  RoomChurn churn;
  Position head = 1;
  for (int i = 0; i < 60; ++i) append_somewhere(*journal, head, churn.next());
  const auto other = this->open();
  EXPECT_EQ(texts_of(value_of(other->load())), texts_of(replayed(read_all(*other))));
  EXPECT_EQ(value_of(other->load()).head(), 61U);
}

TYPED_TEST_P(JournalContract, KeepsOnlyTheLastStateOfABatch) {
  const auto journal = this->open();
  ASSERT_EQ(
      value_of(journal->append(0, {an_append({created(a_room(1)), created(a_room(2)), created(a_room(3))}),
                                   an_append({changed(a_room(1), a_room(1, 2))}), an_append({removed(a_room(2))}),
                                   an_append({removed(a_room(1, 2))}), an_append({changed(a_room(3), a_room(3, 2))})})),
      AppendOutcome::written);
  const Schedule schedule = value_of(this->open()->load());
  EXPECT_EQ(schedule.find(a_room(1)->id), nullptr);
  EXPECT_EQ(schedule.find(a_room(2)->id), nullptr);
  ASSERT_NE(schedule.find(a_room(3)->id), nullptr);
  EXPECT_EQ(*schedule.find(a_room(3)->id), *a_room(3, 2));
}

TYPED_TEST_P(JournalContract, FindsAnswersByScopeAndKey) {
  const auto journal = this->open();
  const IdempotencyRecord first{"token:1", "2", "print 1", "{\"id\":1}"};
  const IdempotencyRecord second{"token", "1:2", "", std::string("a \0 byte\r\n", 10)};
  ASSERT_EQ(value_of(journal->append(0, {with_answer(an_append({created(a_room(1))}), first),
                                         with_answer(an_append({created(a_room(2))}), second)})),
            AppendOutcome::written);
  for (const IdempotencyRecord& record : {first, second}) {
    const auto found = value_of(this->open()->find_answer(record.scope, record.key));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->scope, record.scope);
    EXPECT_EQ(found->key, record.key);
    EXPECT_EQ(found->fingerprint, record.fingerprint);
    EXPECT_EQ(found->answer, record.answer);
  }
  EXPECT_EQ(value_of(journal->find_answer("token", "2")), std::nullopt);
}

TYPED_TEST_P(JournalContract, ReadsAtMostTheLimit) {
  const auto journal = this->open();
  ASSERT_EQ(this->append_rooms(*journal, 0, 1, 5), AppendOutcome::written);
  const auto entries = value_of(journal->read(1, 2, milliseconds{0}));
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries.front().position, 2U);
  EXPECT_TRUE(value_of(journal->read(1, 0, milliseconds{0})).empty());
}

TYPED_TEST_P(JournalContract, WaitsForTheNextEntry) {
  const auto writing = this->open();
  ASSERT_EQ(this->append_rooms(*writing, 0, 1, 1), AppendOutcome::written);
  std::thread later([&] {
    std::this_thread::sleep_for(milliseconds{100});
    EXPECT_EQ(this->append_rooms(*writing, 1, 2, 1), AppendOutcome::written);
  });
  const auto start = steady_clock::now();
  const auto entries = this->open()->read(1, 10, milliseconds{20'000});
  later.join();
  ASSERT_EQ(value_of(entries).size(), 1U);
  EXPECT_LT(steady_clock::now() - start, milliseconds{10'000});
}

TYPED_TEST_P(JournalContract, WaitsNoLongerThanItsPatience) {
  const auto start = steady_clock::now();
  EXPECT_TRUE(value_of(this->open()->read(0, 10, milliseconds{100})).empty());
  EXPECT_GE(steady_clock::now() - start, milliseconds{90});
  EXPECT_LT(steady_clock::now() - start, milliseconds{5'000});
}

TYPED_TEST_P(JournalContract, GivesEachPositionToOneOfTwoWriters) {
  constexpr unsigned kEach = 60;
  const auto write = [&](unsigned first) {
    const auto journal = this->open();
    Position head = 0;
    for (unsigned i = 0; i < kEach; ++i) append_somewhere(*journal, head, an_append({created(a_room(first + i))}));
  };
  std::thread one([&] { write(1000); });
  std::thread other([&] { write(2000); });
  one.join();
  other.join();
  const auto journal = this->open();
  const Schedule schedule = value_of(journal->load());
  EXPECT_EQ(schedule.head(), 2 * kEach);
  EXPECT_EQ(schedule.template all<scheduler::Room>().size(), 2 * kEach);
  EXPECT_EQ(texts_of(schedule), texts_of(replayed(read_all(*journal))));
}

TYPED_TEST_P(JournalContract, LoadsOneMomentWhileOthersWrite) {
  constexpr int kWrites = 300;
  const auto writing = this->open();
  ASSERT_EQ(this->append_rooms(*writing, 0, 100, 100), AppendOutcome::written);
  std::thread writer([&] {
    RoomChurn churn;
    Position head = 100;
    for (int i = 0; i < kWrites; ++i) append_somewhere(*writing, head, churn.next());
  });
  const auto journal = this->open();
  std::map<Position, Schedule> loaded;
  while (loaded.empty() || loaded.rbegin()->first < 100 + kWrites) {
    const Schedule schedule = value_of(journal->load());
    loaded.emplace(schedule.head(), schedule);
    std::this_thread::sleep_for(milliseconds{1});
  }
  writer.join();
  expect_moments(loaded, read_all(*journal));
}

TYPED_TEST_P(JournalContract, SaysThatATrimmedEntryIsNotFound) {
  const auto journal = this->open();
  ASSERT_EQ(this->append_rooms(*journal, 0, 1, 5), AppendOutcome::written);
  this->trim(3);
  EXPECT_TRUE(failed_with<NotFound>(journal->read(0, 10, milliseconds{0})));
  EXPECT_TRUE(failed_with<NotFound>(journal->read(2, 10, milliseconds{0})));
  EXPECT_EQ(value_of(journal->read(3, 10, milliseconds{0})).size(), 2U);
  EXPECT_EQ(value_of(journal->load()).template all<scheduler::Room>().size(), 5U);
  this->trim(5);
  EXPECT_TRUE(failed_with<NotFound>(journal->read(4, 10, milliseconds{0})));
  EXPECT_TRUE(value_of(journal->read(5, 10, milliseconds{0})).empty());
  EXPECT_EQ(value_of(journal->load()).head(), 5U);
  EXPECT_EQ(this->append_rooms(*journal, 5, 6, 1), AppendOutcome::written);
}

TYPED_TEST_P(JournalContract, SaysThatAnEntryAfterTheEndIsNotFound) {
  const auto journal = this->open();
  ASSERT_EQ(this->append_rooms(*journal, 0, 1, 2), AppendOutcome::written);
  EXPECT_TRUE(failed_with<NotFound>(journal->read(3, 10, milliseconds{0})));
}

REGISTER_TYPED_TEST_SUITE_P(JournalContract, BeginsEmpty, GivesBackEveryEntryAsItWasWritten, WritesNothingOnAnOldHead,
                            NumbersEntriesDensely, LoadsWhatItsEntriesMake, KeepsOnlyTheLastStateOfABatch,
                            FindsAnswersByScopeAndKey, ReadsAtMostTheLimit, WaitsForTheNextEntry,
                            WaitsNoLongerThanItsPatience, GivesEachPositionToOneOfTwoWriters,
                            LoadsOneMomentWhileOthersWrite, SaysThatATrimmedEntryIsNotFound,
                            SaysThatAnEntryAfterTheEndIsNotFound);

}  // namespace contract
