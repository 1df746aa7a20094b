#include "store/redis_consumer_state.hpp"

#include <gmock/gmock.h>
#include <signal.h>

#include "contract/consumer_state_contract.hpp"
#include "temporary_redis.hpp"

namespace contract {

class TextsInRedis {
 public:
  [[nodiscard]] std::unique_ptr<store::RedisConsumerState> open() {
    return std::make_unique<store::RedisConsumerState>(store_test::shared_redis().server.address(), department_,
                                                       "webhooks");
  }

 private:
  std::string department_ = store_test::new_department();
};

INSTANTIATE_TYPED_TEST_SUITE_P(Redis, ConsumerStateContract, TextsInRedis);

}  // namespace contract

namespace store {
namespace {

using scheduler::JournalUnavailable;
using std::chrono::milliseconds;
using store_test::new_department;
using store_test::shared_redis;
using store_test::TemporaryRedis;
using ::testing::HasSubstr;

constexpr milliseconds kLong{60'000};

TEST(RedisConsumerState, KeepsItsKeysAsDocumented) {
  auto& redis = shared_redis();
  const std::string department = new_department();
  RedisConsumerState state(redis.server.address(), department, "webhooks");
  ASSERT_TRUE(state.try_lease("a token", kLong).value());
  ASSERT_TRUE(state.save("a token", {{"x", "1"}}, {}).value());
  const std::string lease = "{" + department + "}:lease:webhooks";
  EXPECT_EQ(redis({"GET", lease}), "a token");
  EXPECT_EQ(redis({"HGETALL", "{" + department + "}:consumer:webhooks"}), "[x 1]");
  const int left = std::stoi(redis({"PTTL", lease}));
  EXPECT_GT(left, 0);
  EXPECT_LE(left, 60'000);
}

TEST(RedisConsumerState, IsOfOneConsumerAndDepartment) {
  auto& redis = shared_redis();
  const std::string department = new_department();
  RedisConsumerState webhooks(redis.server.address(), department, "webhooks");
  ASSERT_TRUE(webhooks.try_lease("a", kLong).value());
  ASSERT_TRUE(webhooks.save("a", {{"x", "1"}}, {}).value());
  for (const auto& [slug, consumer] : {std::pair(department, "mail"), std::pair(new_department(), "webhooks")}) {
    RedisConsumerState other(redis.server.address(), slug, consumer);
    EXPECT_TRUE(other.load().value().empty());
    EXPECT_TRUE(other.try_lease("b", kLong).value());
  }
}

TEST(RedisConsumerState, DoesNotTouchTheJournal) {
  auto& redis = shared_redis();
  const std::string department = new_department();
  RedisConsumerState state(redis.server.address(), department, "webhooks");
  ASSERT_TRUE(state.try_lease("a", kLong).value());
  ASSERT_TRUE(state.save("a", {{"x", "1"}}, {}).value());
  EXPECT_EQ(redis.open(department)->load().value().head(), 0U);
}

TEST(RedisConsumerState, RefusesNamesThatAreNone) {
  const RedisAddress nowhere{UnixSocket{"/nonexistent"}, {}, {}, 0};
  for (const char* name : {"", "Mail", "a:b", "a}b"}) {
    EXPECT_THROW(RedisConsumerState(nowhere, "music", name), std::invalid_argument) << name;
    EXPECT_THROW(RedisConsumerState(nowhere, name, "webhooks"), std::invalid_argument) << name;
  }
}

TEST(RedisConsumerState, SaysWhyTheStoreIsAway) {
  RedisConsumerState state({UnixSocket{"/nonexistent/redis.sock"}, {}, {}, 0}, "music", "webhooks");
  const auto loaded = state.load();
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(std::get<JournalUnavailable>(loaded.error()).detail, HasSubstr("unix:///nonexistent/redis.sock"));
  EXPECT_FALSE(state.try_lease("a", kLong).has_value());
  EXPECT_FALSE(state.save("a", {}, {}).has_value());
  EXPECT_FALSE(state.release("a").has_value());
}

TEST(RedisConsumerState, GoesOnAfterTheServerWasStartedAgain) {
  TemporaryRedis redis;
  RedisConsumerState state(redis.server.address(), "music", "webhooks");
  ASSERT_TRUE(state.try_lease("a", kLong).value());
  ASSERT_TRUE(state.save("a", {{"x", "1"}}, {}).value());
  const int before = redis.server.process_id();
  ASSERT_EQ(kill(before, SIGKILL), 0);
  scheduler::Result<bool> saved = false;
  for (int i = 0; i < 100 && !(saved.has_value() && *saved); ++i) {
    std::this_thread::sleep_for(milliseconds{100});
    saved = state.save("a", {{"x", "2"}}, {});
  }
  EXPECT_TRUE(saved.has_value() && *saved) << "the lease is kept over a restart, too";
  EXPECT_EQ(state.load().value().at("x"), "2");
}

TEST(RedisConsumerState, IsUnavailableWhereAKeyHoldsSomethingElse) {
  auto& redis = shared_redis();
  const std::string department = new_department();
  redis({"SET", "{" + department + "}:consumer:webhooks", "text"});
  RedisConsumerState state(redis.server.address(), department, "webhooks");
  const auto loaded = state.load();
  ASSERT_FALSE(loaded.has_value());
  EXPECT_THAT(std::get<JournalUnavailable>(loaded.error()).detail, HasSubstr("WRONGTYPE"));
}

}  // namespace
}  // namespace store
