// Starting and stopping.
#include <gtest/gtest.h>

#include <atomic>

#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

Limits with_short_linger() {
  Limits limits;
  limits.linger = milliseconds(300);
  return limits;
}

TEST(Start, SaysWhatToDoWhenThePortIsTaken) {
  RunningServer first(describe);
  ServerOptions options;
  options.port = first.port();
  Server second(options, describe);
  try {
    second.start();
    FAIL() << "it was bound twice";
  } catch (const std::runtime_error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("127.0.0.1 port " + std::to_string(first.port())), std::string::npos) << message;
    EXPECT_NE(message.find("in use"), std::string::npos) << message;
    EXPECT_NE(message.find("choose another"), std::string::npos) << message;
  }
}

TEST(Start, ServesIpv6) {
  ServerOptions options;
  options.address = "::1";
  RunningServer server(std::move(options), describe);
  EXPECT_NE(server.port(), 0);
  server->stop(milliseconds(100));
  EXPECT_TRUE(server.reports().empty());
}

TEST(Stop, MayComeAtOnceAndTwice) {
  for (int i = 0; i < 20; ++i) {
    RunningServer server(describe);
    server->stop(milliseconds(100));
    server->stop(milliseconds(100));
  }
}

// Pistache never closes the event descriptors of a listener (five with two threads). A process has one listener; what
// counts is that no client adds to it.
TEST(Stop, LeavesNoClientsDescriptorBehind) {
  const auto descriptors_kept = [](int clients, milliseconds drain) {
    const std::size_t before = open_descriptors();
    {
      RunningServer server(describe);
      std::vector<std::unique_ptr<Client>> open;
      for (int i = 0; i < clients; ++i) {
        open.push_back(std::make_unique<Client>(server.port()));
        EXPECT_TRUE(i % 2 == 0 || open.back()->ask(get("/"))->status == 200u);
      }
      server->stop(drain);
    }
    return open_descriptors() - before;
  };
  const std::size_t of_listener = descriptors_kept(0, milliseconds(0));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(descriptors_kept(10, milliseconds(i % 2 == 0 ? 0 : 50)), of_listener);
}

TEST(Stop, RefusesNewClientsAndFinishesTheRequestsUnderWay) {
  Held held;
  RunningServer server(held.handler(), with_short_linger());
  Client client = server.client();
  client.send(get("/slow"));
  Responder responder = held.take("/slow");
  std::thread stopper([&] { server->stop(std::chrono::seconds(10)); });
  EXPECT_TRUE(eventually([&] { return !server.client().connected(); }));
  responder.send(text("finished"));
  const auto answer = client.answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->body, "finished");
  EXPECT_EQ(answer->header("Connection"), "close");
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
  stopper.join();
}

TEST(Stop, LetsARequestArriveWhole) {
  RunningServer server(describe, with_short_linger());
  Client client = server.client();
  client.send("POST /p HTTP/1.1\r\nHost: t\r\nContent-Length: 8\r\n\r\nhalf");
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 1; }));
  std::this_thread::sleep_for(milliseconds(50));
  std::thread stopper([&] { server->stop(std::chrono::seconds(10)); });
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(client.ask("half")->body, "POST [p] () {halfhalf}");
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
  stopper.join();
}

TEST(Stop, SendsALongAnswerToItsEnd) {
  const auto body = std::make_shared<const std::string>(std::string(8'000'000, 'x'));
  RunningServer server(
      [&](const Request&, Responder responder) {
        responder.send({200, {}, body});
      },
      with_short_linger());
  Client client = server.client();
  client.send(get("/"));
  EXPECT_TRUE(eventually([&] { return body.use_count() > 1; }));
  std::thread stopper([&] { server->stop(std::chrono::seconds(10)); });
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_EQ(client.answer()->body.size(), body->size());
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
  stopper.join();
}

TEST(Stop, TakesNoLongerThanTheDrain) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/never"));
  Responder responder = held.take("/never");
  const auto begin = Clock::now();
  server->stop(milliseconds(200));
  EXPECT_LT(Clock::now() - begin, milliseconds(2000));
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
  responder.send(text("to nobody"));
}

TEST(Stop, IsSurvivedByResponders) {
  Responder responder(nullptr);
  Held held;
  {
    RunningServer server(held.handler());
    Client client = server.client();
    client.send(get("/1"));
    responder = held.take("/1");
  }
  responder.send(text("to nobody"));
}

TEST(Stop, CutsNoAnswerInHalfUnderLoad) {
  for (int round = 0; round < 5; ++round) {
    const std::string body(30'000, 'x');
    Workers workers(3);
    RunningServer server([&](const Request&, Responder responder) {
      auto shared = std::make_shared<Responder>(std::move(responder));
      workers.run([shared, &body] { shared->send(text(body)); });
    });
    std::atomic<int> whole = 0;
    std::atomic<int> halved = 0;
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back([&] {
        Client client = server.client();
        while (client.connected() && client.send(get("/"))) {
          const auto answer = client.answer();
          if (!answer && !client.pending().empty()) ++halved;
          if (!answer) break;
          ++whole;
          if (answer->header("Connection") == "close") break;
        }
      });
    }
    EXPECT_TRUE(eventually([&] { return whole > 1000; }));
    server->stop(std::chrono::seconds(8));
    for (auto& client : clients) client.join();
    EXPECT_EQ(halved, 0);
    EXPECT_EQ(server->counters().connections_open, 0u);
  }
}

}  // namespace
}  // namespace http::test
