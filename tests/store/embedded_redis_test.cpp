#include "store/embedded_redis.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "contract/journal_entries.hpp"
#include "temporary_redis.hpp"

namespace store {
namespace {

using contract::a_room;
using contract::an_append;
using contract::append_somewhere;
using contract::created;
using contract::texts_of;
using contract::value_of;
using scheduler::Position;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using store_test::TemporaryFolder;
using store_test::TemporaryRedis;
using ::testing::AllOf;
using ::testing::HasSubstr;

template <class Condition>
bool becomes_true(const Condition& condition, milliseconds patience = milliseconds{10'000}) {
  const auto deadline = steady_clock::now() + patience;
  while (!condition()) {
    if (steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(milliseconds{5});
  }
  return true;
}

/// A process that has ended and waits to be reaped, by whomever it was left to, is not alive.
bool is_alive(int process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/stat");
  std::string id;
  std::string name;
  std::string state;
  status >> id >> name >> state;
  return !state.empty() && state != "Z";
}

std::string message_of(const std::filesystem::path& data) {
  try {
    const EmbeddedRedis redis(data);
  } catch (const std::runtime_error& refused) {
    return refused.what();
  }
  return "";
}

/// Another process that has an EmbeddedRedis.
class OtherService {
 public:
  explicit OtherService(const std::filesystem::path& data) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string program = KARVON_REDIS_HOST;
    std::string argument = data.string();
    char* const arguments[] = {program.data(), argument.data(), nullptr};
    const int failed = posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    for (char c = 0; failed == 0 && read(ends[0], &c, 1) == 1 && c != '\n';) said_ += c;
    close(ends[0]);
  }
  ~OtherService() { end(SIGTERM); }
  OtherService(const OtherService&) = delete;
  OtherService& operator=(const OtherService&) = delete;

  [[nodiscard]] int process_id() const { return process_; }
  [[nodiscard]] int server() const { return std::stoi(said_); }

  void end(int signal) {
    if (process_ == 0) return;
    kill(process_, signal);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

 private:
  pid_t process_ = 0;
  std::string said_;
};

/// Lets `count` rooms be written, starting at the head.
void write_rooms(scheduler::Journal& journal, Position& head, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    append_somewhere(journal, head, an_append({created(a_room(static_cast<unsigned>(head)))}));
  }
}

TEST(EmbeddedRedis, IsSetUpToLoseNothingAndToBeSeenByNobody) {
  const TemporaryRedis redis;
  const auto data = std::filesystem::canonical(redis.folder.path()) / "data";
  EXPECT_EQ(redis({"CONFIG", "GET", "dir"}), "[dir " + (data / "redis").string() + "]");
  EXPECT_EQ(redis({"CONFIG", "GET", "appendonly"}), "[appendonly yes]");
  EXPECT_EQ(redis({"CONFIG", "GET", "appendfsync"}), "[appendfsync always]");
  EXPECT_EQ(redis({"CONFIG", "GET", "maxmemory-policy"}), "[maxmemory-policy noeviction]");
  EXPECT_EQ(redis({"CONFIG", "GET", "port"}), "[port 0]");
  EXPECT_EQ(redis({"CONFIG", "GET", "save"}), "[save ]");
  struct stat folder {};
  ASSERT_EQ(stat((data / "redis").c_str(), &folder), 0);
  EXPECT_EQ(folder.st_mode & 0777U, 0700U);
  EXPECT_TRUE(std::filesystem::exists(data / "redis" / "redis.log"));
}

TEST(EmbeddedRedis, InheritsNothingButItsLock) {
  const TemporaryFolder folder;
  const int ours = open("/dev/zero", O_RDONLY);  // without close-on-exec, as a careless library would
  const EmbeddedRedis redis(folder.path() / "data");
  close(ours);
  bool lock_seen = false;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/" + std::to_string(redis.process_id()) + "/fd")) {
    std::error_code gone;
    const std::string target = std::filesystem::read_symlink(entry.path(), gone);
    lock_seen = lock_seen || target.ends_with("server.lock");
    EXPECT_FALSE(target == "/dev/zero" || target.ends_with("/data/lock")) << target;
  }
  EXPECT_TRUE(lock_seen);
}

TEST(EmbeddedRedis, KeepsItsDataOverARestart) {
  const TemporaryFolder folder;
  int first = 0;
  {
    EmbeddedRedis redis(folder.path());
    first = redis.process_id();
    RedisJournal journal(redis.address(), "test");
    Position head = 0;
    write_rooms(journal, head, 10);
    redis.stop();
    EXPECT_FALSE(is_alive(first));
    EXPECT_EQ(redis.process_id(), 0);
  }
  const EmbeddedRedis redis(folder.path());
  EXPECT_NE(redis.process_id(), first);
  EXPECT_EQ(value_of(RedisJournal(redis.address(), "test").load()).head(), 10U);
}

TEST(EmbeddedRedis, ComesBackWithEveryEntryWhenItIsKilled) {
  const TemporaryRedis redis;
  const auto journal = redis.open();
  Position head = 0;
  for (int kills = 0; kills < 3; ++kills) {
    write_rooms(*journal, head, 20);
    const int victim = redis.server.process_id();
    const auto start = steady_clock::now();
    ASSERT_EQ(kill(victim, SIGKILL), 0);
    write_rooms(*journal, head, 1);  // within the append's own patience
    EXPECT_LT(steady_clock::now() - start, milliseconds{2000});
    EXPECT_NE(redis.server.process_id(), victim);
  }
  EXPECT_EQ(head, 63U);
  const auto fresh = redis.open();
  EXPECT_EQ(texts_of(value_of(fresh->load())), texts_of(contract::replayed(contract::read_all(*fresh))));
  EXPECT_EQ(value_of(fresh->load()).head(), 63U);
}

TEST(EmbeddedRedis, LosesNoAckedEntryThatWasBeingWrittenWhenItWasKilled) {
  const TemporaryRedis redis;
  std::atomic<bool> done{false};
  std::atomic<Position> acked{0};
  std::thread writer([&] {
    const auto journal = redis.open();
    Position head = 0;
    while (!done) {
      const auto result = journal->append(head, {an_append({created(a_room(static_cast<unsigned>(head)))})});
      if (result && *result == scheduler::AppendOutcome::written) {
        acked = ++head;
      } else if (result) {
        head = value_of(journal->load()).head();
      }
    }
  });
  for (int kills = 0; kills < 3; ++kills) {
    const Position before = acked;
    EXPECT_TRUE(becomes_true([&] { return acked >= before + 30; }));
    const int victim = redis.server.process_id();
    if (victim != 0) kill(victim, SIGKILL);
  }
  const Position before = acked;
  EXPECT_TRUE(becomes_true([&] { return acked > before; }));
  done = true;
  writer.join();
  const auto journal = redis.open();
  EXPECT_GE(value_of(journal->load()).head(), acked);
  EXPECT_EQ(texts_of(value_of(journal->load())), texts_of(contract::replayed(contract::read_all(*journal))));
}

TEST(EmbeddedRedis, LetsNobodyElseIntoItsDirectory) {
  const TemporaryFolder folder;
  OtherService other(folder.path());
  EXPECT_THAT(message_of(folder.path()),
              AllOf(HasSubstr(folder.path().string()), HasSubstr("process " + std::to_string(other.process_id()))));
  EXPECT_THROW(EmbeddedRedis{folder.path()}, DataDirectoryInUse);
  EXPECT_TRUE(is_alive(other.server())) << "it was left alone";
  RedisJournal beside(embedded_redis_address(folder.path()), "test");
  EXPECT_EQ(value_of(beside.load()).head(), 0U);
}

TEST(EmbeddedRedis, StopsTheServerOfACrashedService) {
  const TemporaryFolder folder;
  OtherService crashing(folder.path());
  const int leftover = crashing.server();
  Position head = 0;
  RedisJournal beside(embedded_redis_address(folder.path()), "test");
  write_rooms(beside, head, 5);
  crashing.end(SIGKILL);
  ASSERT_TRUE(is_alive(leftover));

  const EmbeddedRedis redis(folder.path());
  EXPECT_NE(redis.process_id(), leftover);
  EXPECT_TRUE(becomes_true([&] { return !is_alive(leftover); }));
  EXPECT_EQ(value_of(RedisJournal(redis.address(), "test").load()).head(), 5U);
}

TEST(EmbeddedRedis, KillsALeftoverServerThatStandsStill) {
  const TemporaryFolder folder;
  OtherService crashing(folder.path());
  const int leftover = crashing.server();
  crashing.end(SIGKILL);
  ASSERT_EQ(kill(leftover, SIGSTOP), 0);
  const EmbeddedRedis redis(folder.path());
  EXPECT_NE(redis.process_id(), leftover);
  EXPECT_TRUE(becomes_true([&] { return !is_alive(leftover); }));
}

TEST(EmbeddedRedis, WorksAtTheEndOfALongPath) {
  const TemporaryFolder folder;
  const auto data = folder.path() / std::string(100, 'a') / std::string(100, 'b') / "with space and 'quotes\"";
  const EmbeddedRedis redis(data);
  RedisJournal journal(redis.address(), "test");
  Position head = 0;
  write_rooms(journal, head, 1);
  EXPECT_TRUE(std::filesystem::is_socket(data / "redis" / "redis.sock"));
}

TEST(EmbeddedRedis, LoadsWhatIsLeftOfACutTail) {
  const TemporaryFolder folder;
  {
    const EmbeddedRedis redis(folder.path());
    RedisJournal journal(redis.address(), "test");
    Position head = 0;
    write_rooms(journal, head, 5);
  }
  const auto file = folder.path() / "redis" / "appendonlydir" / "appendonly.aof.1.incr.aof";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 3);
  const EmbeddedRedis redis(folder.path());
  RedisJournal journal(redis.address(), "test");
  EXPECT_EQ(value_of(journal.load()).head(), 4U);
  EXPECT_EQ(texts_of(value_of(journal.load())), texts_of(contract::replayed(contract::read_all(journal))));
}

TEST(EmbeddedRedis, RefusesDamageInTheMiddleAndNamesTheRepair) {
  const TemporaryFolder folder;
  {
    const EmbeddedRedis redis(folder.path());
    RedisJournal journal(redis.address(), "test");
    Position head = 0;
    write_rooms(journal, head, 5);
  }
  const auto path = folder.path() / "redis" / "appendonlydir" / "appendonly.aof.1.incr.aof";
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  file.seekp(static_cast<std::streamoff>(content.find("\r\n*", content.size() / 2) + 2));
  file << '?';  // where a command begins
  file.close();
  EXPECT_THAT(message_of(folder.path()),
              AllOf(HasSubstr("redis.log"), HasSubstr("redis-check-aof --fix"), HasSubstr("Bad file format")));
}

TEST(EmbeddedRedis, IsGivenUpWhenItCannotStartAgain) {
  const TemporaryRedis redis;
  const auto journal = redis.open();
  Position head = 0;
  write_rooms(*journal, head, 5);
  const auto manifest = redis.folder.path() / "data" / "redis" / "appendonlydir" / "appendonly.aof.manifest";
  std::ofstream(manifest) << "damage\n";
  ASSERT_EQ(kill(redis.server.process_id(), SIGKILL), 0);
  EXPECT_TRUE(becomes_true([&] { return redis.server.failure().has_value(); }, milliseconds{30'000}));
  EXPECT_THAT(redis.server.failure().value_or(""), HasSubstr("has ended before it answered"));
  EXPECT_EQ(redis.server.process_id(), 0);
}

TEST(EmbeddedRedis, StopsAServerThatStandsStill) {
  TemporaryRedis redis;
  const int server = redis.server.process_id();
  ASSERT_EQ(kill(server, SIGSTOP), 0);
  redis.server.stop();
  EXPECT_FALSE(is_alive(server));
}

TEST(EmbeddedRedis, SaysHowToInstallRedis) {
  const TemporaryFolder folder;
  const std::string path = getenv("PATH");
  setenv("PATH", folder.path().c_str(), 1);
  const std::string message = message_of(folder.path() / "data");
  setenv("PATH", path.c_str(), 1);
  EXPECT_THAT(message, HasSubstr("apt-get install redis-server"));
}

TEST(EmbeddedRedis, SaysWhyItCannotHaveItsDirectory) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "not a folder";
  EXPECT_THAT(message_of(folder.path() / "file"), HasSubstr("Cannot create"));
}

}  // namespace
}  // namespace store
