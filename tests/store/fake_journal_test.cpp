#include "support/fake_journal.hpp"

#include <gtest/gtest.h>

#include "contract/journal_entries.hpp"

namespace support {
namespace {

using contract::a_room;
using contract::an_append;
using contract::created;
using contract::failed_with;
using contract::value_of;
using contract::with_answer;
using scheduler::AppendOutcome;
using scheduler::JournalUnavailable;
using std::chrono::milliseconds;

TEST(FakeJournal, IsUnavailableWhenTold) {
  FakeJournal journal;
  journal.storage().set_unavailable(true);
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal.load()));
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal.append(0, {an_append({})})));
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal.read(0, 1, milliseconds{60'000})));
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal.find_answer("a", "b")));
  journal.storage().set_unavailable(false);
  EXPECT_EQ(value_of(journal.append(0, {an_append({})})), AppendOutcome::written);
}

TEST(FakeJournal, LosesOneReplyAfterTheCommit) {
  FakeJournal journal;
  journal.storage().lose_next_reply();
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal.append(0, {an_append({created(a_room(1))})})));
  EXPECT_EQ(journal.storage().head(), 1U);
  EXPECT_EQ(value_of(journal.append(1, {an_append({created(a_room(2))})})), AppendOutcome::written);
}

TEST(FakeJournal, LetsAnotherInstanceGoFirst) {
  FakeJournal journal;
  const auto storage = std::make_shared<FakeStorage>();
  FakeJournal one(storage);
  FakeJournal other(storage);
  storage->before_next_append([&] { EXPECT_EQ(value_of(other.append(0, {an_append({})})), AppendOutcome::written); });
  EXPECT_EQ(value_of(one.append(0, {an_append({})})), AppendOutcome::head_moved);
  EXPECT_EQ(value_of(one.append(1, {an_append({}), an_append({})})), AppendOutcome::written);
  EXPECT_EQ(storage->append_calls(), 3U);
  EXPECT_EQ(storage->batch_sizes(), (std::vector<std::size_t>{1, 2}));
}

TEST(FakeJournal, LosesItsTail) {
  FakeJournal journal;
  ASSERT_EQ(value_of(journal.append(0, {an_append({created(a_room(1))}),
                                        with_answer(an_append({created(a_room(2))}), {"a", "b", "c", "d"})})),
            AppendOutcome::written);
  journal.storage().lose_entries_after(1);
  EXPECT_EQ(value_of(journal.load()).head(), 1U);
  EXPECT_EQ(value_of(journal.find_answer("a", "b")), std::nullopt);
  EXPECT_TRUE(failed_with<scheduler::NotFound>(journal.read(2, 1, milliseconds{0})));
}

}  // namespace
}  // namespace support
