#include "store/redis_journal.hpp"

#include <gmock/gmock.h>
#include <signal.h>

#include <atomic>
#include <map>
#include <thread>

#include "contract/journal_entries.hpp"
#include "contract/room_churn.hpp"
#include "cutting_proxy.hpp"
#include "temporary_redis.hpp"

namespace store {
namespace {

using contract::a_room;
using contract::an_append;
using contract::append_somewhere;
using contract::created;
using contract::failed_with;
using contract::read_all;
using contract::texts_of;
using contract::value_of;
using contract::with_answer;
using scheduler::AppendOutcome;
using scheduler::JournalUnavailable;
using scheduler::NotFound;
using scheduler::Position;
using scheduler::Result;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using store_test::new_department;
using store_test::shared_redis;
using store_test::TemporaryRedis;
using ::testing::HasSubstr;

template <class T>
std::string detail_of(const Result<T>& result) {
  return failed_with<JournalUnavailable>(result) ? std::get<JournalUnavailable>(result.error()).detail : "";
}

TEST(RedisJournal, KeepsItsKeysAsDocumented) {
  auto& redis = shared_redis();
  const std::string tag = "{" + new_department() + "}";
  const auto journal = redis.open(tag.substr(1, tag.size() - 2));
  ASSERT_EQ(
      value_of(journal->append(0, {with_answer(an_append({created(a_room(1))}), {"token", "key", "print", "answer"})})),
      AppendOutcome::written);
  EXPECT_EQ(redis({"GET", tag + ":head"}), "1");
  EXPECT_EQ(redis({"GET", tag + ":epoch"}).size(), 32U);
  EXPECT_THAT(redis({"HGET", tag + ":objects", "room/" + a_room(1)->id.to_string()}), HasSubstr("\"Room 1, name 1\""));
  EXPECT_THAT(redis({"XRANGE", tag + ":journal", "-", "+"}), HasSubstr("[[1-0 [entry {\"position\":1,"));
  EXPECT_EQ(redis({"GET", tag + ":idem:token:key"}), "5:printanswer");
  const int seconds = std::stoi(redis({"TTL", tag + ":idem:token:key"}));
  EXPECT_GT(seconds, 86'000);
  EXPECT_LE(seconds, 86'400);
}

TEST(RedisJournal, WritesOnThoughTheScriptIsForgottenAllTheTime) {
  auto& redis = shared_redis();
  const auto journal = redis.open(new_department());
  std::atomic<bool> done{false};
  std::thread flushing([&] {
    while (!done) EXPECT_EQ(redis({"SCRIPT", "FLUSH", "SYNC"}), "OK");
  });
  Position head = 0;
  for (unsigned i = 0; i < 300; ++i) EXPECT_EQ(append_somewhere(*journal, head, an_append({created(a_room(i))})), 0);
  done = true;
  flushing.join();
  EXPECT_EQ(value_of(journal->load()).head(), 300U);
}

TEST(RedisJournal, ResolvesALostAnswerToWrittenOnce) {
  auto& redis = shared_redis();
  const store_test::TemporaryFolder folder;
  const std::string department = new_department();
  store_test::CuttingProxy proxy(folder.path() / "proxy.sock",
                                 std::get<UnixSocket>(redis.server.address().endpoint).path);
  RedisJournal journal({UnixSocket{folder.path() / "proxy.sock"}, {}, {}, 0}, department);
  for (Position head = 0; head < 20; ++head) {
    proxy.cut_answers_to("EVAL", static_cast<int>(head % 4));
    const auto number = static_cast<unsigned>(head);
    ASSERT_EQ(value_of(journal.append(head, {an_append({created(a_room(number))})})), AppendOutcome::written);
  }
  EXPECT_EQ(proxy.cuts(), 30);
  const auto direct = redis.open(department);
  EXPECT_EQ(texts_of(value_of(direct->load())), texts_of(contract::replayed(read_all(*direct))));
  EXPECT_EQ(value_of(direct->load()).head(), 20U);
}

TEST(RedisJournal, TellsALostRaceFromALostAnswer) {
  auto& redis = shared_redis();
  const store_test::TemporaryFolder folder;
  const std::string department = new_department();
  store_test::CuttingProxy proxy(folder.path() / "proxy.sock",
                                 std::get<UnixSocket>(redis.server.address().endpoint).path);
  RedisJournal journal({UnixSocket{folder.path() / "proxy.sock"}, {}, {}, 0}, department);
  ASSERT_EQ(value_of(redis.open(department)->append(0, {an_append({created(a_room(1))})})), AppendOutcome::written);
  proxy.cut_answers_to("EVALSHA", 2);
  EXPECT_EQ(value_of(journal.append(0, {an_append({created(a_room(2))})})), AppendOutcome::head_moved);
  EXPECT_EQ(proxy.cuts(), 2);
}

TEST(RedisJournal, AnswersUnavailableInTimeWhileRedisStandsStill) {
  const TemporaryRedis redis;
  const auto journal = redis.open();
  const auto late = redis.open();
  ASSERT_EQ(value_of(journal->append(0, {an_append({created(a_room(1))})})), AppendOutcome::written);
  ASSERT_EQ(kill(redis.server.process_id(), SIGSTOP), 0);

  auto start = steady_clock::now();
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal->append(1, {an_append({created(a_room(2))})})));
  EXPECT_LT(steady_clock::now() - start, milliseconds{1900});
  EXPECT_GT(steady_clock::now() - start, milliseconds{1000});

  start = steady_clock::now();
  EXPECT_THAT(detail_of(late->find_answer("token", "key")), HasSubstr("in time"));
  EXPECT_LT(steady_clock::now() - start, milliseconds{900});

  ASSERT_EQ(kill(redis.server.process_id(), SIGCONT), 0);
  // The append above was unknown: Redis may have found it in its socket when it woke, and then exactly once.
  Position head = 1 + read_all(*journal, 1).size();
  EXPECT_LE(head, 2U);
  append_somewhere(*journal, head, an_append({created(a_room(3))}));
  EXPECT_EQ(texts_of(value_of(late->load())), texts_of(contract::replayed(read_all(*late))));
}

TEST(RedisJournal, AnswersUnavailableInTimeWhenThereIsNoRedis) {
  RedisJournal journal({UnixSocket{"/nonexistent/redis.sock"}, {}, {}, 0}, "test");
  const auto start = steady_clock::now();
  EXPECT_THAT(detail_of(journal.append(0, {an_append({})})), HasSubstr("unix:///nonexistent/redis.sock"));
  EXPECT_LT(steady_clock::now() - start, milliseconds{1900});
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal.load()));
  EXPECT_TRUE(failed_with<JournalUnavailable>(journal.read(0, 1, milliseconds{0})));
}

TEST(RedisJournal, RefusesARedisThatEvicts) {
  const TemporaryRedis redis;
  ASSERT_EQ(redis({"CONFIG", "SET", "maxmemory-policy", "allkeys-lru"}), "OK");
  EXPECT_THAT(detail_of(redis.open()->load()), HasSubstr("CONFIG SET maxmemory-policy noeviction"));
}

TEST(RedisJournal, IsRefusedWholeWhenRedisIsOutOfMemory) {
  const TemporaryRedis redis;
  const auto journal = redis.open();
  ASSERT_EQ(value_of(journal->append(0, {an_append({created(a_room(1))})})), AppendOutcome::written);
  ASSERT_EQ(redis({"CONFIG", "SET", "maxmemory", "1"}), "OK");
  EXPECT_THAT(detail_of(journal->append(1, {an_append({created(a_room(2))})})), HasSubstr("maxmemory"));
  EXPECT_EQ(value_of(journal->load()).head(), 1U);
  EXPECT_EQ(read_all(*journal).size(), 1U);
  ASSERT_EQ(redis({"CONFIG", "SET", "maxmemory", "0"}), "OK");
  EXPECT_EQ(value_of(journal->append(1, {an_append({created(a_room(2))})})), AppendOutcome::written);
}

TEST(RedisJournal, SaysWhatToDoAboutAReadOnlyReplica) {
  const TemporaryRedis redis;
  const auto journal = redis.open();
  ASSERT_EQ(value_of(journal->append(0, {an_append({created(a_room(1))})})), AppendOutcome::written);
  ASSERT_EQ(redis({"REPLICAOF", "127.0.0.1", "1"}), "OK");
  EXPECT_THAT(detail_of(journal->append(1, {an_append({created(a_room(2))})})),
              HasSubstr("let --redis name the primary"));
}

TEST(RedisJournal, SeesAnotherHistory) {
  auto& redis = shared_redis();
  const std::string department = new_department();
  const auto writing = redis.open(department);
  const auto following = redis.open(department);
  static_cast<void>(value_of(writing->load()));
  ASSERT_EQ(value_of(writing->append(0, {an_append({created(a_room(1))})})), AppendOutcome::written);
  ASSERT_EQ(value_of(following->read(0, 10, milliseconds{0})).size(), 1U);
  redis({"SET", "{" + department + "}:epoch", "restored"});

  EXPECT_TRUE(failed_with<NotFound>(following->read(1, 10, milliseconds{0})));
  EXPECT_TRUE(value_of(following->read(1, 10, milliseconds{0})).empty()) << "once is enough for one that never loads";
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(value_of(writing->append(1, {an_append({created(a_room(2))})})), AppendOutcome::head_moved);
    EXPECT_TRUE(failed_with<NotFound>(writing->read(1, 10, milliseconds{0})));
  }
  EXPECT_EQ(value_of(writing->load()).head(), 1U);
  EXPECT_EQ(value_of(writing->append(1, {an_append({created(a_room(2))})})), AppendOutcome::written);
}

TEST(RedisJournal, LoadsOneMomentOfManyObjectsWhileTheyChange) {
  constexpr unsigned kRooms = 4001;  // several calls of HSCAN
  auto& redis = shared_redis();
  const std::string department = new_department();
  contract::RoomChurn churn(kRooms);
  std::atomic<Position> head{0};
  const auto write = [&](RedisJournal& journal, std::size_t count) {
    std::vector<scheduler::JournalAppend> batch;
    for (std::size_t i = 0; i < count; ++i) batch.push_back(churn.next());
    ASSERT_EQ(value_of(journal.append(head, batch)), AppendOutcome::written);
    head += count;
  };
  const auto writing = redis.open(department);
  while (head < 2 * kRooms) write(*writing, 250);

  std::atomic<bool> done{false};
  std::thread writer([&] {
    while (!done) write(*writing, 5);
  });
  const auto journal = redis.open(department);
  std::map<Position, scheduler::Schedule> loaded;
  for (int i = 0; i < 10; ++i) {
    const Position before = head;
    const auto schedule = value_of(journal->load());
    EXPECT_GE(schedule.head(), before);
    loaded.emplace(schedule.head(), schedule);
  }
  done = true;
  writer.join();
  EXPECT_GT(head - loaded.begin()->first, 100U) << "it was written to meanwhile";
  contract::expect_moments(loaded, read_all(*journal));
}

TEST(RedisJournal, EntersWithUserPasswordAndDatabase) {
  const TemporaryRedis redis;
  ASSERT_EQ(redis({"ACL", "SETUSER", "karvon", "on", ">p@ss word", "~*", "+@all"}), "OK");
  RedisAddress address = redis.server.address();
  address.user = "karvon";
  address.password = "p@ss word";
  address.database = 3;
  RedisJournal journal(address, "test");
  ASSERT_EQ(value_of(journal.append(0, {an_append({created(a_room(1))})})), AppendOutcome::written);
  EXPECT_EQ(redis({"EXISTS", "{test}:head"}), "0") << "it is in another database";
  address.password = "wrong";
  const std::string detail = detail_of(RedisJournal(address, "test").load());
  EXPECT_THAT(detail, HasSubstr("WRONGPASS"));
}

TEST(RedisJournal, GoesOnAfterItsConnectionWasCut) {
  auto& redis = shared_redis();
  const auto journal = redis.open(new_department());
  ASSERT_EQ(value_of(journal->append(0, {an_append({created(a_room(1))})})), AppendOutcome::written);
  const auto cut_all = [&] { redis({"CLIENT", "KILL", "TYPE", "normal"}); };
  cut_all();
  EXPECT_EQ(value_of(journal->append(1, {an_append({created(a_room(2))})})), AppendOutcome::written);
  cut_all();
  EXPECT_EQ(value_of(journal->read(0, 10, milliseconds{0})).size(), 2U);
  cut_all();
  EXPECT_EQ(value_of(journal->find_answer("token", "key")), std::nullopt);
  cut_all();
  EXPECT_EQ(value_of(journal->load()).head(), 2U);
}

}  // namespace
}  // namespace store
