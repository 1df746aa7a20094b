#include <gmock/gmock.h>

#include "delivery_text.hpp"
#include "department.hpp"
#include "receiver.hpp"
#include "webhooks/signature.hpp"

namespace webhooks_test {
namespace {

using scheduler::Instant;
using scheduler::JournalEntry;
using scheduler::Position;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using webhooks::Delivery;
using webhooks::Dispatcher;
using webhooks::Endpoint;

bool is_at(const Dispatcher& dispatcher, unsigned endpoint, Position position) {
  return eventually([&] {
    const auto status = dispatcher.status(uuid(endpoint));
    return status && status->cursor == position;
  });
}

/// What the store keeps of it.
bool is_saved_at(const Department& department, unsigned endpoint, Position position) {
  return eventually([&] {
    const auto texts = department.state->texts();
    const auto found = texts.find(uuid(endpoint).to_string());
    return found != texts.end() && webhooks::delivery_from_text(found->second).value().cursor == position;
  });
}

TEST(Delivery, BringsEveryEntryInOrder) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(150);
  const auto dispatcher = department.dispatcher();
  static_cast<void>(receiver.wait_for("/a", 150));
  department.write(5);
  static_cast<void>(receiver.wait_for("/a", 155));
  EXPECT_TRUE(is_at(*dispatcher, 1, 155));
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 155));
  EXPECT_EQ(dispatcher->counters().accepted, 155U);
  EXPECT_TRUE(dispatcher->counters().delivering);
}

TEST(Delivery, IsSignedAsTheSpecificationSays) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a?key=1"));
  department.write(1);
  const auto dispatcher = department.dispatcher();
  const auto received = receiver.wait_for("/a?key=1", 1);
  ASSERT_EQ(received.size(), 1U);
  const Received& notice = received.front();
  const Instant now = department.clock.now();
  const std::string seconds_text = std::to_string(now.time_since_epoch().count());
  EXPECT_EQ(notice.header("webhook-timestamp"), seconds_text);
  EXPECT_EQ(notice.header("webhook-id"), uuid(1).to_string() + "-1-" + seconds_text);
  EXPECT_EQ(notice.header("webhook-signature"),
            webhooks::SigningKey::parse(kSecret).value().sign(notice.header("webhook-id"), now, notice.body));
  EXPECT_EQ(notice.header("Content-Type"), "application/json");
  EXPECT_EQ(notice.header("User-Agent"), "Karvon");
  EXPECT_EQ(notice.header("Expect"), "");
  EXPECT_EQ(notice.header("Authorization"), "");
}

TEST(Delivery, BeginsAfterTheEndpointsPosition) {
  Receiver receiver;
  Department department;
  department.write(10);
  department.add(1, receiver.url("/a"), 7);
  const auto dispatcher = department.dispatcher();
  static_cast<void>(receiver.wait_for("/a", 3));
  EXPECT_TRUE(is_at(*dispatcher, 1, 10));
  EXPECT_EQ(receiver.bodies("/a"), notices(8, 10));
}

TEST(Delivery, SkipsToALaterPositionThatTheEndpointGets) {
  Receiver receiver;
  receiver.answer_always("/a", 500);
  Department department;
  department.write(10);
  department.add(1, receiver.url("/a"));
  auto options = Department::quick();
  options.pauses = {milliseconds{0}, std::chrono::hours{1}};
  const auto dispatcher = department.dispatcher(options);
  static_cast<void>(receiver.wait_for("/a", 1));
  receiver.answer_always("/a", 204);
  department.add(1, receiver.url("/a"), 8);
  static_cast<void>(receiver.wait_for("/a", 3));
  EXPECT_TRUE(is_at(*dispatcher, 1, 10));
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(notice(1), notice(9), notice(10)));
}

TEST(Delivery, AsksForNothingThatIsNotWanted) {
  Receiver receiver;
  Department department;
  department.set_payload([](const JournalEntry& entry, const Endpoint&) {
    return entry.position % 400 == 0 ? std::optional(notice(entry.position)) : std::nullopt;
  });
  department.add(1, receiver.url("/a"));
  department.write(1000);
  const auto dispatcher = department.dispatcher();
  EXPECT_TRUE(is_at(*dispatcher, 1, 1000));
  EXPECT_TRUE(is_saved_at(department, 1, 1000));
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(notice(400), notice(800)));
  EXPECT_LT(department.state->saves(), 100U) << "skipped ones are saved together";
}

TEST(Delivery, GoesOnWhereItWasAfterARestart) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(3);
  {
    const auto dispatcher = department.dispatcher();
    static_cast<void>(receiver.wait_for("/a", 3));
    ASSERT_TRUE(is_saved_at(department, 1, 3));
  }
  department.write(2);
  const auto dispatcher = department.dispatcher();
  static_cast<void>(receiver.wait_for("/a", 5));
  EXPECT_TRUE(is_at(*dispatcher, 1, 5));
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 5));
}

TEST(Delivery, RepeatsOneNoticeAtMostAfterACrash) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(3);
  receiver.on_request([&](const Received& received) {
    if (received.body == notice(2)) department.state->set_unavailable(true);
  });
  {
    // It dies between the acceptance of the second notice and its being saved.
    const auto dispatcher = department.dispatcher();
    ASSERT_EQ(receiver.wait_for("/a", 2).size(), 2U);
    ASSERT_TRUE(eventually([&] { return dispatcher->counters().accepted == 2; }));
  }
  receiver.on_request(nullptr);
  department.state->set_unavailable(false);
  department.state->end_lease();
  const auto dispatcher = department.dispatcher();
  const auto received = receiver.wait_for("/a", 4);
  EXPECT_TRUE(is_at(*dispatcher, 1, 3));
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(notice(1), notice(2), notice(2), notice(3)));
  EXPECT_EQ(received.at(1).header("webhook-id"), received.at(2).header("webhook-id"));
}

TEST(Delivery, SendsNothingMoreUntilAnAcceptanceIsSaved) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(3);
  receiver.on_request([&](const Received& received) {
    if (received.body == notice(1)) department.state->refuse_saves(true);
  });
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(eventually([&] { return department.state->refused_saves() >= 3; }));
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(notice(1)));
  department.state->refuse_saves(false);
  static_cast<void>(receiver.wait_for("/a", 3));
  EXPECT_TRUE(is_at(*dispatcher, 1, 3));
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 3)) << "and nothing twice";
}

TEST(Delivery, WaitsForAJournalThatIsAway) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(1);
  department.journal->set_unavailable(true);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(eventually([&] { return department.reports().find("fake journal") != std::string::npos; }));
  department.journal->set_unavailable(false);
  EXPECT_EQ(receiver.wait_for("/a", 1).size(), 1U);
}

TEST(Delivery, GoesToEachEndpointByItself) {
  Receiver receiver;
  receiver.hold("/hangs");
  receiver.answer_always("/fails", 500);
  Department department;
  department.add(1, receiver.url("/hangs"));
  department.add(2, receiver.url("/fails"));
  department.add(3, receiver.url("/works"));
  department.set({.id = uuid(4), .url = "no URL", .secret = kSecret, .since = 0, .enabled = true});
  department.set({.id = uuid(5), .url = receiver.url("/a"), .secret = "no secret", .since = 0, .enabled = true});
  department.write(50);
  const auto dispatcher = department.dispatcher();
  EXPECT_EQ(receiver.wait_for("/works", 50).size(), 50U);
  EXPECT_EQ(receiver.bodies("/works"), notices(1, 50));
  EXPECT_EQ(receiver.received("/hangs").size(), 1U);
  EXPECT_TRUE(receiver.received("/a").empty());
  EXPECT_TRUE(eventually([&] { return department.disabled().size() == 3; }));
}

TEST(Delivery, StopsAtOnceWhileARequestHangs) {
  Receiver receiver;
  receiver.hold("/hangs");
  Department department;
  department.add(1, receiver.url("/hangs"));
  department.write(1);
  auto options = Department::quick();
  options.answering = std::chrono::hours{1};
  options.look = std::chrono::hours{1};
  const auto dispatcher = department.dispatcher(options);
  ASSERT_EQ(receiver.wait_for("/hangs", 1).size(), 1U);
  dispatcher->stop();
  dispatcher->stop();
  EXPECT_EQ(department.state->lease_owner(), "");
}

TEST(Delivery, LooksAtOnceWhenItIsWoken) {
  Receiver receiver;
  Department department;
  auto options = Department::quick();
  options.look = std::chrono::hours{1};
  options.lease = std::chrono::hours{5};
  const auto dispatcher = department.dispatcher(options);
  ASSERT_TRUE(eventually([&] { return dispatcher->counters().delivering; }));
  department.write(1);
  department.add(1, receiver.url("/a"));
  dispatcher->wake();
  ASSERT_EQ(receiver.wait_for("/a", 1).size(), 1U);
  ASSERT_TRUE(is_at(*dispatcher, 1, 1));
  department.write(1);
  dispatcher->wake();
  EXPECT_EQ(receiver.wait_for("/a", 2).size(), 2U);
}

TEST(Delivery, CutsTheRequestOfAnEndpointThatIsSwitchedOff) {
  Receiver receiver;
  receiver.hold("/old");
  Department department;
  department.add(1, receiver.url("/old"));
  department.write(2);
  const auto dispatcher = department.dispatcher();
  ASSERT_EQ(receiver.wait_for("/old", 1).size(), 1U);
  Endpoint endpoint = department.endpoint(1);
  endpoint.enabled = false;
  endpoint.url = receiver.url("/new");
  department.set(endpoint);
  dispatcher->wake();
  std::this_thread::sleep_for(milliseconds{50});
  EXPECT_TRUE(receiver.received("/new").empty());
  endpoint.enabled = true;
  department.set(endpoint);
  static_cast<void>(receiver.wait_for("/new", 2));
  EXPECT_TRUE(is_at(*dispatcher, 1, 2));
  EXPECT_EQ(receiver.bodies("/new"), notices(1, 2));
}

TEST(Delivery, ForgetsAnEndpointThatIsRemovedForAWhile) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.add(2, receiver.url("/b"));
  department.write(1);
  auto options = Department::quick();
  options.forget_after = milliseconds{20};
  const auto dispatcher = department.dispatcher(options);
  ASSERT_TRUE(is_saved_at(department, 1, 1));
  ASSERT_TRUE(is_saved_at(department, 2, 1));
  department.remove(1);
  EXPECT_TRUE(eventually([&] { return department.state->texts().size() == 1; }));
  EXPECT_EQ(dispatcher->status(uuid(1)), std::nullopt);
  EXPECT_TRUE(is_saved_at(department, 2, 1));
}

TEST(Delivery, KeepsItsPlaceWhileTheEndpointsAreNotKnown) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(2);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(is_saved_at(department, 1, 2));
  department.remove(1);
  std::this_thread::sleep_for(milliseconds{50});
  department.write(1);
  department.add(1, receiver.url("/a"));
  static_cast<void>(receiver.wait_for("/a", 3));
  EXPECT_TRUE(is_at(*dispatcher, 1, 3));
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 3));
}

TEST(Delivery, BeginsAnewWhereItsStateIsDamaged) {
  Receiver receiver;
  Department department;
  department.state->set_text(uuid(1).to_string(), "{");
  department.add(1, receiver.url("/a"), 1);
  department.write(2);
  const auto dispatcher = department.dispatcher();
  EXPECT_EQ(receiver.wait_for("/a", 1).size(), 1U);
  EXPECT_THAT(department.reports(), HasSubstr("cannot be read"));
}

TEST(Delivery, SurvivesPortsThatThrow) {
  Receiver receiver;
  Department department;
  department.set_payload([](const JournalEntry& entry, const Endpoint&) -> std::optional<std::string> {
    static std::atomic<int> calls{0};
    if (entry.position == 2 && ++calls == 1) throw std::runtime_error("no notice");
    return notice(entry.position);
  });
  department.add(1, receiver.url("/a"));
  department.write(3);
  const auto dispatcher = department.dispatcher();
  static_cast<void>(receiver.wait_for("/a", 3));
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 3));
  EXPECT_THAT(department.reports(), HasSubstr("entry 2 cannot be made: no notice"));
}

TEST(Delivery, LogsNoSecret) {
  Receiver receiver;
  receiver.answer_always("/path-secret?query=secret", 500);
  Department department;
  department.add(1, receiver.url("/path-secret?query=secret"));
  department.write(1);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(eventually([&] { return department.disabled().size() == 1; }));
  EXPECT_THAT(department.reports(), HasSubstr("http://127.0.0.1:" + std::to_string(receiver.port()) + " did not take"));
  EXPECT_THAT(department.reports(), Not(HasSubstr("secret")));
  EXPECT_THAT(department.reports(), Not(HasSubstr("whsec_")));
}

}  // namespace
}  // namespace webhooks_test
