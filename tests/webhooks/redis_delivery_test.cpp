#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "department.hpp"
#include "receiver.hpp"
#include "store/embedded_redis.hpp"
#include "store/redis_consumer_state.hpp"
#include "store/redis_journal.hpp"

namespace webhooks_test {
namespace {

/// Joins the port to the store, as the program does.
class StoredState final : public webhooks::ConsumerState {
 public:
  explicit StoredState(const store::RedisAddress& address) : redis_(address, "music", "webhooks") {}

  [[nodiscard]] scheduler::Result<std::map<std::string, std::string>> load() override { return redis_.load(); }
  [[nodiscard]] scheduler::Result<bool> save(std::string_view owner, const std::map<std::string, std::string>& written,
                                             const std::vector<std::string>& removed) override {
    return redis_.save(owner, written, removed);
  }
  [[nodiscard]] scheduler::Result<bool> try_lease(std::string_view owner, std::chrono::milliseconds duration) override {
    return redis_.try_lease(owner, duration);
  }
  [[nodiscard]] scheduler::Result<void> release(std::string_view owner) override { return redis_.release(owner); }

 private:
  store::RedisConsumerState redis_;
};

class RedisDelivery : public ::testing::Test {
 protected:
  RedisDelivery() {
    std::string pattern = (std::filesystem::temp_directory_path() / "karvon-webhooks-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    redis_ = std::make_unique<store::EmbeddedRedis>(folder_ / "data");
  }
  ~RedisDelivery() override {
    redis_.reset();
    std::filesystem::remove_all(folder_);
  }

  void write(unsigned count) {
    store::RedisJournal journal(redis_->address(), "music");
    for (unsigned i = 0; i < count; ++i) {
      scheduler::JournalAppend append;
      append.entry.at = department_.clock.now();
      append.entry.actor = "Dilnoza";
      ASSERT_EQ(journal.append(head_++, {append}).value(), scheduler::AppendOutcome::written);
    }
  }

  [[nodiscard]] std::unique_ptr<webhooks::Dispatcher> dispatcher() {
    auto dispatcher = std::make_unique<webhooks::Dispatcher>(
        std::make_unique<store::RedisJournal>(redis_->address(), "music"),
        std::make_unique<StoredState>(redis_->address()), department_.ports(), Department::quick(), department_.clock);
    dispatcher->start();
    return dispatcher;
  }

  Department department_;
  std::filesystem::path folder_;
  std::unique_ptr<store::EmbeddedRedis> redis_;
  scheduler::Position head_ = 0;
};

TEST_F(RedisDelivery, BringsEveryEntryInOrderOverARestart) {
  Receiver receiver;
  department_.add(1, receiver.url("/a"));
  write(20);
  {
    const auto one = dispatcher();
    ASSERT_EQ(receiver.wait_for("/a", 20).size(), 20U);
    ASSERT_TRUE(eventually([&] { return one->status(uuid(1))->cursor == 20; }));
  }
  write(5);
  const auto two = dispatcher();
  const auto three = dispatcher();
  write(5);
  static_cast<void>(receiver.wait_for("/a", 30));
  EXPECT_TRUE(eventually([&] {
    const auto status = two->status(uuid(1));
    return status && status->cursor == 30;
  }));
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 30));
}

}  // namespace
}  // namespace webhooks_test
