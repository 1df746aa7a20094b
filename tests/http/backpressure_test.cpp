// A client cannot make the server keep more than its share.
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>

#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;

// Sends without blocking for as long as the server takes something at least every `patience`; the number of bytes
// taken.
std::size_t push(Client& client, std::string_view bytes, std::size_t at_most, milliseconds patience) {
  std::size_t sent = 0;
  while (sent < at_most) {
    pollfd state{client.fd(), POLLOUT, 0};
    if (::poll(&state, 1, static_cast<int>(patience.count())) <= 0) break;
    const ssize_t count = ::send(client.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0) break;
    sent += static_cast<std::size_t>(count);
  }
  return sent;
}

std::string many(const std::string& request) {
  std::string requests;
  while (requests.size() < 60'000) requests += request;
  return requests;
}

TEST(Backpressure, StopsReadingAClientThatNeverReads) {
  Limits limits;
  limits.write_stall = std::chrono::seconds(60);
  std::atomic<int> handled = 0;
  RunningServer server(
      [&](const Request&, Responder responder) {
        ++handled;
        responder.send(text(std::string(10'000, 'x')));
      },
      limits);
  Client client = server.client();
  const std::size_t taken = push(client, many(get("/")), 500'000'000, milliseconds(500));
  EXPECT_LT(taken, 50'000'000u);  // what the kernel's buffers hold
  const int before = handled;
  // Answers in the two kernel buffers (some MB each), and one limit's worth in the server.
  EXPECT_LT(before, 5000);
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(handled, before);
  EXPECT_EQ(server->counters().connections_open, 1u);
}

TEST(Backpressure, IsOverWhenTheClientReadsAgain) {
  RunningServer server([](const Request&, Responder responder) { responder.send(text(std::string(10'000, 'x'))); });
  Client client = server.client();
  const std::string requests = many(get("/"));
  const auto count = requests.size() / get("/").size();
  std::thread sender([&] {
    for (int i = 0; i < 5; ++i) client.send(requests);
  });
  std::this_thread::sleep_for(milliseconds(300));
  for (std::size_t i = 0; i < 5 * count; ++i) ASSERT_TRUE(client.answer()) << i;
  sender.join();
}

TEST(Backpressure, BoundsTheRequestsUnderWay) {
  Limits limits;
  limits.pipelined_requests = 4;
  Held held;
  RunningServer server(held.handler(), limits);
  Client client = server.client();
  std::string requests;
  for (int i = 0; i < 10; ++i) requests += get("/" + std::to_string(i));
  client.send(requests);
  for (int i = 0; i < 10; ++i) {
    Responder next = held.take("/" + std::to_string(i));
    ASSERT_TRUE(next);
    std::this_thread::sleep_for(milliseconds(10));
    EXPECT_LE(held.size(), 3u);
    next.send(text(std::to_string(i)));
    EXPECT_EQ(client.answer()->body, std::to_string(i));
  }
}

TEST(Backpressure, StopsReadingWhileRequestsWaitForTheirTurn) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(post("/first", "x"));
  Responder first = held.take("/first");
  const std::size_t taken = push(client, many(post("/more", "x")), 500'000'000, milliseconds(500));
  EXPECT_LT(taken, 50'000'000u);
  EXPECT_EQ(held.size(), 0u);
  first.send(text("one"));
  EXPECT_EQ(client.answer()->body, "one");
  held.take("/more").send(text("two"));
  EXPECT_EQ(client.answer()->body, "two");
}

}  // namespace
}  // namespace http::test
