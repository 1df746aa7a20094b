#include <gmock/gmock.h>

#include "department.hpp"
#include "receiver.hpp"

namespace webhooks_test {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

std::string lost(scheduler::Position after, scheduler::Position head, const Department& department) {
  return R"({"type":"changes.lost","timestamp":")" + scheduler::to_string(department.clock.now()) +
         R"(","data":{"after":)" + std::to_string(after) + R"(,"position":)" + std::to_string(head) + "}}";
}

bool is_at(const webhooks::Dispatcher& dispatcher, unsigned endpoint, scheduler::Position position) {
  return eventually([&] {
    const auto status = dispatcher.status(uuid(endpoint));
    return status && status->cursor == position;
  });
}

bool is_kept_of(const Department& department, unsigned endpoint, const std::string& text) {
  return eventually([&] {
    const auto texts = department.state->texts();
    const auto found = texts.find(uuid(endpoint).to_string());
    return found != texts.end() && found->second.find(text) != std::string::npos;
  });
}

TEST(LostChanges, AreToldOnceAndThenItGoesOn) {
  Receiver receiver;
  Department department;
  department.write(10);
  department.journal->trim(8);
  department.add(1, receiver.url("/a"), 2);
  department.add(2, receiver.url("/b"), 9);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(is_at(*dispatcher, 1, 10));
  ASSERT_TRUE(is_at(*dispatcher, 2, 10));
  department.write(1);
  static_cast<void>(receiver.wait_for("/a", 2));
  static_cast<void>(receiver.wait_for("/b", 2));
  EXPECT_THAT(receiver.bodies("/a"), ElementsAre(lost(2, 10, department), notice(11)));
  EXPECT_THAT(receiver.bodies("/b"), ElementsAre(notice(10), notice(11))) << "it has lost nothing";
}

TEST(LostChanges, AreToldAsAnyNotice) {
  Receiver receiver;
  receiver.answer("/a", {status(500)});
  Department department;
  department.write(10);
  department.journal->trim(8);
  department.add(1, receiver.url("/a"));
  const auto dispatcher = department.dispatcher();
  const auto received = receiver.wait_for("/a", 2);
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].body, received[1].body);
  EXPECT_EQ(received[0].header("webhook-id"), received[1].header("webhook-id"));
  EXPECT_NE(received[0].header("webhook-signature"), "");
  EXPECT_TRUE(is_at(*dispatcher, 1, 10));
}

TEST(LostChanges, AreToldEvenAfterARestart) {
  Receiver receiver;
  receiver.answer("/b", {status(500)});
  Department department;
  department.write(5);
  department.add(1, receiver.url("/a"), 5);
  department.add(2, receiver.url("/b"), 3);
  auto options = Department::quick();
  options.pauses = {milliseconds{0}, hours{1}};
  {
    const auto dispatcher = department.dispatcher(options);
    ASSERT_EQ(receiver.wait_for("/b", 1).size(), 1U);
    department.journal->lose_entries_after(4);
    ASSERT_TRUE(is_kept_of(department, 2, "\"lost\":4")) << "found by the other one, who is at the end";
  }
  const std::string expected = lost(3, 4, department);
  department.clock.advance(hours{2});
  const auto dispatcher = department.dispatcher(options);
  ASSERT_TRUE(is_at(*dispatcher, 2, 4));
  EXPECT_THAT(receiver.bodies("/b"), ElementsAre(notice(4), expected));
}

TEST(LostChanges, AreToldBehindWhatIsUnderWay) {
  Receiver receiver;
  Department department;
  department.write(5);
  department.add(1, receiver.url("/a"), 5);
  department.add(2, receiver.url("/b"), 3);
  receiver.on_request([&](const Received& received) {
    if (received.body != notice(4)) return;
    department.journal->lose_entries_after(4);
    EXPECT_TRUE(is_kept_of(department, 2, "\"lost\":4"));
  });
  const auto dispatcher = department.dispatcher();
  ASSERT_EQ(receiver.wait_for("/b", 2).size(), 2U);
  EXPECT_THAT(receiver.bodies("/b"), ElementsAre(notice(4), lost(4, 4, department)));
}

TEST(LostChanges, AreToldToEverybodyWhenTheHistoryIsAnother) {
  Receiver receiver;
  Department department;
  department.write(5);
  department.add(1, receiver.url("/a"), 3);
  department.add(2, receiver.url("/b"), 5);
  const auto dispatcher = department.dispatcher();
  ASSERT_TRUE(is_at(*dispatcher, 1, 5));
  ASSERT_TRUE(is_at(*dispatcher, 2, 5));
  department.journal->lose_entries_after(4);
  ASSERT_TRUE(is_at(*dispatcher, 1, 4));
  ASSERT_TRUE(is_at(*dispatcher, 2, 4));
  department.clock.advance(std::chrono::seconds{1});
  department.write(1);
  const auto at_a = receiver.wait_for("/a", 4);
  ASSERT_EQ(at_a.size(), 4U);
  ASSERT_EQ(receiver.wait_for("/b", 2).size(), 2U);
  EXPECT_EQ(at_a[1].body, notice(5));
  EXPECT_EQ(at_a[3].body, notice(5));
  EXPECT_NE(at_a[1].header("webhook-id"), at_a[3].header("webhook-id")) << "the fifth entry of another history";
}

}  // namespace
}  // namespace webhooks_test
