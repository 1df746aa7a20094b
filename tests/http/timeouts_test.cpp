// What a client may cost in time.
#include <gtest/gtest.h>

#include <atomic>

#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

TEST(FirstByteTimeout, ClosesWhoSaysNothing) {
  Limits limits;
  limits.first_byte = milliseconds(150);
  RunningServer server(describe, limits);
  Client client = server.client();
  EXPECT_FALSE(client.closed_within(milliseconds(100)));
  EXPECT_TRUE(client.closed_within(milliseconds(2000)));
  EXPECT_EQ(server->counters().timeouts, 1u);
}

TEST(RequestTimeout, Answers408ToAHeaderThatDripsIn) {
  Limits limits;
  limits.request = milliseconds(300);
  RunningServer server(describe, limits);
  Client client = server.client();
  client.send("GET / HTTP/1.1\r\n");
  std::atomic<bool> done = false;
  std::thread drip([&] {
    while (!done && client.send("X: y\r\n")) std::this_thread::sleep_for(milliseconds(20));
  });
  const auto answer = client.answer();
  done = true;
  drip.join();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 408u);
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

TEST(RequestTimeout, CoversTheBody) {
  Limits limits;
  limits.request = milliseconds(200);
  RunningServer server(describe, limits);
  Client client = server.client();
  EXPECT_EQ(client.ask("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhalf")->status, 408u);
}

TEST(RequestTimeout, DoesNotCountTheHandlersTime) {
  Limits limits;
  limits.request = limits.idle = limits.first_byte = milliseconds(100);
  Held held;
  RunningServer server(held.handler(), limits);
  Client client = server.client();
  client.send(get("/slow"));
  Responder responder = held.take("/slow");
  std::this_thread::sleep_for(milliseconds(400));
  responder.send(text("at last"));
  EXPECT_EQ(client.answer()->body, "at last");
}

TEST(IdleTimeout, ClosesBetweenRequestsWithoutAWord) {
  Limits limits;
  limits.idle = milliseconds(200);
  RunningServer server(describe, limits);
  Client client = server.client();
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(client.ask(get("/"))->status, 200u);
    std::this_thread::sleep_for(milliseconds(80));
  }
  EXPECT_TRUE(client.closed_within(milliseconds(2000)));
}

TEST(WriteStallTimeout, CutsOffAReaderThatDoesNotRead) {
  Limits limits;
  limits.write_stall = milliseconds(300);
  const auto body = std::make_shared<const std::string>(std::string(50'000'000, 'x'));
  RunningServer server([&](const Request&, Responder responder) { responder.send({200, {}, body}); }, limits);
  Client client = server.client();
  client.send(get("/"));
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 1 && body.use_count() > 1; }));
  EXPECT_TRUE(eventually([&] { return server->counters().timeouts == 1; }));
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
  EXPECT_EQ(body.use_count(), 1);
}

TEST(WriteStallTimeout, SparesAReaderThatIsOnlySlow) {
  Limits limits;
  limits.write_stall = milliseconds(500);
  const auto body = std::make_shared<const std::string>(std::string(12'000'000, 'x'));
  RunningServer server([&](const Request&, Responder responder) { responder.send({200, {}, body}); }, limits);
  Client client = server.client();
  client.send(get("/", "Connection: close\r\n"));
  std::size_t received = 0;
  for (std::string bytes = client.receive(200'000); !bytes.empty(); bytes = client.receive(200'000)) {
    received += bytes.size();
    std::this_thread::sleep_for(milliseconds(15));
  }
  EXPECT_GT(received, body->size());
}

TEST(Linger, EndsWithAClientThatDoesNotClose) {
  Limits limits;
  limits.linger = milliseconds(200);
  RunningServer server(describe, limits);
  Client client = server.client();
  EXPECT_EQ(client.ask("NONSENSE\r\n\r\n")->status, 400u);
  EXPECT_EQ(server->counters().connections_open, 1u);
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }, milliseconds(3000)));
}

TEST(SlowClients, DoNotSlowTheOthers) {
  const auto large = std::make_shared<const std::string>(std::string(20'000'000, 'x'));
  RunningServer server([&](Request request, Responder responder) {
    if (request.target == "/large") return responder.send({200, {}, large});
    describe(std::move(request), std::move(responder));
  });
  std::vector<std::unique_ptr<Client>> slow;
  for (int i = 0; i < 50; ++i) {
    slow.push_back(std::make_unique<Client>(server.port()));
    slow.back()->send(i % 2 == 0 ? get("/large") : "GET / HTTP/1.1\r\nHo");
  }
  std::atomic<bool> done = false;
  std::thread drip([&] {  // a byte each in turn
    while (!done) {
      for (auto& client : slow) client->send("x");
      std::this_thread::sleep_for(milliseconds(10));
    }
  });
  Client client = server.client();
  const auto begin = Clock::now();
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.ask(get("/"))->status, 200u);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(3));
  done = true;
  drip.join();
}

TEST(EagerClient, DoesNotKeepTheOthersWaiting) {
  ServerOptions options;
  options.threads = 1;
  RunningServer server(std::move(options), describe);
  Client eager = server.client();
  std::atomic<bool> done = false;
  std::string many;
  for (int i = 0; i < 500; ++i) many += get("/");
  std::thread sender([&] {
    while (!done && eager.send(many)) {
    }
  });
  std::thread reader([&] {
    while (!done && !eager.receive().empty()) {
    }
  });
  Client client = server.client();
  const auto begin = Clock::now();
  for (int i = 0; i < 30; ++i) EXPECT_EQ(client.ask(get("/"))->status, 200u);
  EXPECT_LT(Clock::now() - begin, std::chrono::seconds(3));
  done = true;
  sender.join();
  eager.finish_sending();
  reader.join();
}

}  // namespace
}  // namespace http::test
