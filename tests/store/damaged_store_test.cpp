#include <gmock/gmock.h>

#include "contract/journal_entries.hpp"
#include "store/redis_journal.hpp"
#include "temporary_redis.hpp"

namespace store {
namespace {

using contract::a_room;
using contract::an_append;
using contract::created;
using contract::failed_with;
using contract::value_of;
using scheduler::AppendOutcome;
using scheduler::JournalUnavailable;
using scheduler::NotFound;
using std::chrono::milliseconds;
using store_test::new_department;
using store_test::shared_redis;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A department of three rooms that somebody has laid hands on.
class DamagedStore : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(value_of(journal_->append(0, {an_append({created(a_room(1))}), an_append({created(a_room(2))}),
                                            an_append({created(a_room(3))})})),
              AppendOutcome::written);
  }

  [[nodiscard]] std::string key(const std::string& name) const { return "{" + department_ + "}:" + name; }
  void damage(const std::vector<std::string_view>& command) { shared_redis()(command); }

  /// Loading fails, and says which key and what can be done; writing is refused.
  void expect_refused(const std::string& name) {
    try {
      static_cast<void>(shared_redis().open(department_)->load());
      ADD_FAILURE() << "it was loaded";
    } catch (const std::runtime_error& damaged) {
      EXPECT_THAT(damaged.what(), AllOf(HasSubstr(key(name)), HasSubstr("Restore the data from a backup")));
    }
  }

  [[nodiscard]] auto append() { return journal_->append(3, {an_append({created(a_room(4))})}); }

  std::string department_ = new_department();
  std::unique_ptr<RedisJournal> journal_ = shared_redis().open(department_);
};

TEST_F(DamagedStore, RefusesAWrongTypeUnderEachKey) {
  for (const std::string name : {"head", "epoch", "objects", "journal"}) {
    const std::string was = key(name) + "-was";
    damage({"RENAME", key(name), was});
    damage({"SADD", key(name), "member"});
    expect_refused(name);
    const auto appended = append();
    EXPECT_TRUE(failed_with<JournalUnavailable>(appended)) << name;
    EXPECT_TRUE(failed_with<JournalUnavailable>(journal_->read(0, 10, milliseconds{0}))) << name;
    damage({"DEL", key(name)});
    damage({"RENAME", was, key(name)});
  }
  EXPECT_EQ(value_of(append()), AppendOutcome::written) << "nothing was written meanwhile";
}

TEST_F(DamagedStore, RefusesAHeadThatIsNoNumber) {
  damage({"SET", key("head"), "three"});
  expect_refused("head");
}

TEST_F(DamagedStore, RefusesALostHead) {
  damage({"DEL", key("head")});
  expect_refused("head");
  damage({"DEL", key("journal")});
  expect_refused("head");
}

TEST_F(DamagedStore, RefusesALostJournal) {
  damage({"DEL", key("journal")});
  expect_refused("head");
  EXPECT_TRUE(failed_with<JournalUnavailable>(append()));
}

TEST_F(DamagedStore, RefusesObjectsThatAreNotOurs) {
  const std::string field = "room/" + a_room(2)->id.to_string();
  for (const char* text : {"", "{", "[]", "{}", "{\"id\":1}"}) {
    damage({"HSET", key("objects"), field, text});
    expect_refused("objects");
  }
  damage({"HDEL", key("objects"), field});
  damage({"HSET", key("objects"), "dragon/1", "{}"});
  expect_refused("objects");
}

TEST_F(DamagedStore, ReloadsInsteadOfReadingADamagedEntry) {
  damage({"XADD", key("journal"), "4-0", "entry", "{}"});
  damage({"SET", key("head"), "4"});
  EXPECT_TRUE(failed_with<NotFound>(journal_->read(3, 10, milliseconds{0})));
}

TEST_F(DamagedStore, SeesAGapInTheJournal) {
  damage({"XDEL", key("journal"), "2-0"});
  EXPECT_TRUE(failed_with<NotFound>(journal_->read(0, 10, milliseconds{0})));
  EXPECT_TRUE(failed_with<NotFound>(journal_->read(1, 10, milliseconds{0})));
  EXPECT_EQ(value_of(journal_->load()).head(), 3U);
}

}  // namespace
}  // namespace store
