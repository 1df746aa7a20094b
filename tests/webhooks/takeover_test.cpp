#include <gmock/gmock.h>

#include <algorithm>
#include <thread>

#include "department.hpp"
#include "receiver.hpp"

namespace webhooks_test {
namespace {

using std::chrono::milliseconds;
using webhooks::Options;

Options short_lease() {
  Options options = Department::quick();
  options.lease = milliseconds{300};
  return options;
}

TEST(Takeover, LetsOneInstanceDeliverAtATime) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  const auto one = department.dispatcher();
  const auto two = department.dispatcher();
  department.write(100);
  static_cast<void>(receiver.wait_for("/a", 100));
  EXPECT_EQ(receiver.bodies("/a"), notices(1, 100));
  EXPECT_NE(one->counters().delivering, two->counters().delivering);
}

TEST(Takeover, HappensWhenAnInstanceStops) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(5);
  auto one = department.dispatcher(short_lease());
  ASSERT_EQ(receiver.wait_for("/a", 5).size(), 5U);
  const auto two = department.dispatcher(short_lease());
  one.reset();
  department.write(5);
  ASSERT_TRUE(eventually([&] {
    const auto bodies = receiver.bodies("/a");
    return bodies.back() == notice(10);
  }));
  EXPECT_TRUE(two->counters().delivering);
  auto bodies = receiver.bodies("/a");
  // The fifth may have been accepted and not saved when the first one stopped.
  bodies.erase(std::unique(bodies.begin(), bodies.end()), bodies.end());
  EXPECT_EQ(bodies, notices(1, 10));
}

TEST(Takeover, StopsAnInstanceWhoseLeaseIsAnothers) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(1);
  const auto dispatcher = department.dispatcher(short_lease());
  ASSERT_EQ(receiver.wait_for("/a", 1).size(), 1U);
  ASSERT_TRUE(eventually([&] { return dispatcher->counters().accepted == 1; }));
  department.state->steal_lease();
  ASSERT_TRUE(eventually([&] { return !dispatcher->counters().delivering; }));
  department.write(3);
  std::this_thread::sleep_for(milliseconds{50});
  EXPECT_EQ(receiver.received("/a").size(), 1U);
  department.state->end_lease();
  static_cast<void>(receiver.wait_for("/a", 4));
  EXPECT_EQ(dispatcher->counters().delivering, true);
}

TEST(Takeover, CutsWhatIsUnderWayWhenTheLeaseIsLost) {
  Receiver receiver;
  receiver.hold("/a");
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(1);
  const auto dispatcher = department.dispatcher(short_lease());
  ASSERT_EQ(receiver.wait_for("/a", 1).size(), 1U);
  department.state->set_unavailable(true);
  ASSERT_TRUE(eventually([&] { return !dispatcher->counters().delivering; })) << "it cannot be held on";
  department.state->set_unavailable(false);
  EXPECT_EQ(receiver.wait_for("/a", 2).size(), 2U) << "whoever has it then sends it again";
}

TEST(Takeover, SavesNothingOfOneThatWasTakenForDead) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(1);
  receiver.on_request([&](const Received&) { department.state->steal_lease(); });
  const auto dispatcher = department.dispatcher();
  ASSERT_EQ(receiver.wait_for("/a", 1).size(), 1U);
  ASSERT_TRUE(eventually([&] { return !dispatcher->counters().delivering; }));
  EXPECT_TRUE(department.state->texts().empty() ||
              department.state->texts().begin()->second.find("\"cursor\":0") != std::string::npos);
}

TEST(Takeover, ShowsTheOthersHowFarItIs) {
  Receiver receiver;
  Department department;
  department.add(1, receiver.url("/a"));
  department.write(3);
  const auto one = department.dispatcher(short_lease());
  ASSERT_EQ(receiver.wait_for("/a", 3).size(), 3U);
  const auto two = department.dispatcher(short_lease());
  EXPECT_TRUE(eventually([&] {
    const auto status = two->status(uuid(1));
    return status && status->cursor == 3;
  }));
  EXPECT_EQ(two->status(uuid(2)), std::nullopt);
}

}  // namespace
}  // namespace webhooks_test
