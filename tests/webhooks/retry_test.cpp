#include <gmock/gmock.h>

#include <thread>

#include "department.hpp"
#include "receiver.hpp"
#include "webhooks/signature.hpp"

namespace webhooks_test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using webhooks::Endpoint;
using webhooks::Options;

/// The second attempt comes in an hour: not within this test.
Options patient() {
  Options options = Department::quick();
  options.pauses = {milliseconds{0}, hours{1}, hours{1}};
  return options;
}

bool has_failed(const webhooks::Dispatcher& dispatcher, unsigned endpoint) {
  return eventually([&] {
    const auto status = dispatcher.status(uuid(endpoint));
    return status && status->attempts > 0;
  });
}

TEST(Retry, BringsTheSameMessageAgainBeforeTheNext) {
  Receiver receiver;
  receiver.answer("/a", {status(500), status(404)});
  Department department;
  receiver.on_request([&](const Received&) { department.clock.advance(seconds{10}); });
  department.add(1, receiver.url("/a"));
  department.write(2);
  const auto dispatcher = department.dispatcher();
  const auto received = receiver.wait_for("/a", 4);
  ASSERT_EQ(received.size(), 4U);
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(notice(1), notice(1), notice(1), notice(2)));
  EXPECT_EQ(received[1].header("webhook-id"), received[0].header("webhook-id"));
  EXPECT_EQ(received[2].header("webhook-id"), received[0].header("webhook-id"));
  EXPECT_NE(received[3].header("webhook-id"), received[0].header("webhook-id"));
  EXPECT_EQ(std::stoll(received[1].header("webhook-timestamp")),
            std::stoll(received[0].header("webhook-timestamp")) + 10);
  EXPECT_NE(received[1].header("webhook-signature"), received[0].header("webhook-signature"));
  EXPECT_TRUE(eventually([&] { return dispatcher->counters().accepted == 2; }));
  EXPECT_EQ(dispatcher->counters().failed, 2U);
}

TEST(Retry, TellsHowItIs) {
  Receiver receiver;
  receiver.answer_always("/a", 500);
  Department department;
  department.add(1, receiver.url("/a"), 3);
  department.write(4);
  const auto dispatcher = department.dispatcher(patient());
  ASSERT_TRUE(has_failed(*dispatcher, 1));
  const auto now = department.clock.now();
  EXPECT_EQ(dispatcher->status(uuid(1)).value(), (webhooks::Delivery{.cursor = 3,
                                                                     .since = 3,
                                                                     .attempts = 1,
                                                                     .last_attempt = now,
                                                                     .next_attempt = now + hours{1},
                                                                     .last_status = 500,
                                                                     .last_error = "It answered 500.",
                                                                     .lost = {}}));
}

TEST(Retry, GoesOnCountingAfterARestart) {
  Receiver receiver;
  receiver.answer_always("/a", 500);
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(1);
  {
    const auto dispatcher = department.dispatcher(patient());
    ASSERT_TRUE(has_failed(*dispatcher, 1));
  }
  {
    const auto dispatcher = department.dispatcher(patient());
    ASSERT_TRUE(has_failed(*dispatcher, 1));
    std::this_thread::sleep_for(milliseconds{50});
  }
  EXPECT_EQ(receiver.received("/a").size(), 1U) << "it is not tried again sooner";
  department.clock.advance(hours{2});
  const auto dispatcher = department.dispatcher(patient());
  EXPECT_TRUE(eventually([&] { return dispatcher->status(uuid(1)).value_or(webhooks::Delivery{}).attempts == 2; }));
}

TEST(Retry, GivesUpAfterTheLastAttempt) {
  Receiver receiver;
  receiver.answer_always("/a", 500);
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(2);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(eventually([&] { return !department.disabled().empty(); }));
  EXPECT_THAT(department.disabled(),
              ElementsAre(std::pair(uuid(1), "Given up after 3 attempts. The last one: It answered 500.")));
  std::this_thread::sleep_for(milliseconds{50});
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(notice(1), notice(1), notice(1)));
  EXPECT_EQ(dispatcher->counters().given_up, 1U);
  EXPECT_EQ(dispatcher->status(uuid(1))->cursor, 0U);
}

TEST(Retry, StopsAtOnceAt410) {
  Receiver receiver;
  receiver.answer("/a", {status(204), status(410)});
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(5);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(eventually([&] { return !department.disabled().empty(); }));
  EXPECT_THAT(department.disabled(),
              ElementsAre(std::pair(uuid(1), "It answered 410 (Gone): it wants no more notices.")));
  std::this_thread::sleep_for(milliseconds{50});
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 2));
}

TEST(Retry, SendsNothingUntilTheEndpointIsReallySwitchedOff) {
  Receiver receiver;
  receiver.answer_always("/a", 410);
  Department department;
  department.set_obedient(false);
  department.add(1, receiver.url("/a"));
  department.write(5);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(eventually([&] { return !department.disabled().empty(); }));
  std::this_thread::sleep_for(milliseconds{50});
  EXPECT_EQ(receiver.received("/a").size(), 1U);
  EXPECT_EQ(department.disabled().size(), 1U) << "and says it again only after a while";
}

TEST(Retry, BeginsAnewWhenTheEndpointIsSwitchedOnAgain) {
  Receiver receiver;
  receiver.answer("/a", {status(500), status(500), status(500)});
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(2);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(eventually([&] { return !department.disabled().empty(); }));
  std::this_thread::sleep_for(milliseconds{50});
  Endpoint endpoint = department.endpoint(1);
  ASSERT_FALSE(endpoint.enabled);
  endpoint.enabled = true;
  department.set(endpoint);
  ASSERT_EQ(receiver.wait_for("/a", 5).size(), 5U);
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(notice(1), notice(1), notice(1), notice(1), notice(2)));
}

TEST(Retry, TriesAnotherUrlAtOnce) {
  Receiver receiver;
  receiver.answer_always("/wrong", 404);
  Department department;
  department.add(1, receiver.url("/wrong"));
  department.write(1);
  const auto dispatcher = department.dispatcher(patient());
  ASSERT_TRUE(has_failed(*dispatcher, 1));
  department.add(1, receiver.url("/right"));
  EXPECT_EQ(receiver.wait_for("/right", 1).size(), 1U);
}

TEST(Retry, GoesOnWithoutAMessageThatIsNotWantedAnyMore) {
  Receiver receiver;
  receiver.answer("/a", {status(500)});
  Department department;
  std::atomic<bool> wanted = true;
  department.set_payload([&](const scheduler::JournalEntry& entry, const Endpoint&) {
    return entry.position > 1 || wanted ? std::optional(notice(entry.position)) : std::nullopt;
  });
  receiver.on_request([&](const Received&) { wanted = false; });
  department.add(1, receiver.url("/a"));
  department.write(2);
  const auto dispatcher = department.dispatcher();
  ASSERT_EQ(receiver.wait_for("/a", 2).size(), 2U);
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 2));
}

TEST(RetryAfter, IsHeededOf429And503) {
  for (const unsigned code : {429U, 503U}) {
    Receiver receiver;
    receiver.answer("/a", {status(code, {{"Retry-After", "7200"}})});
    Department department;
    department.add(1, receiver.url("/a"));
    department.write(1);
    const auto dispatcher = department.dispatcher();
    ASSERT_TRUE(has_failed(*dispatcher, 1));
    EXPECT_EQ(dispatcher->status(uuid(1))->next_attempt, department.clock.now() + hours{2}) << code;
    std::this_thread::sleep_for(milliseconds{50});
    EXPECT_EQ(receiver.received("/a").size(), 1U);
  }
}

TEST(RetryAfter, IsNotHeededForEver) {
  Receiver receiver;
  receiver.answer("/a", {status(503, {{"Retry-After", "99999999999"}})});
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(1);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(has_failed(*dispatcher, 1));
  EXPECT_EQ(dispatcher->status(uuid(1))->next_attempt, department.clock.now() + hours{24});
}

TEST(RetryAfter, IsNotHeededOfOtherAnswers) {
  Receiver receiver;
  receiver.answer("/a", {status(500, {{"Retry-After", "7200"}}), status(503, {{"Retry-After", "soon"}})});
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(1);
  const auto dispatcher = department.dispatcher();
  EXPECT_EQ(receiver.wait_for("/a", 3).size(), 3U);
}

}  // namespace
}  // namespace webhooks_test
