// A full server takes a new client in place of one that lets it wait. RELIABILITY.md 19.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <list>
#include <random>

#include "http/body_stream.hpp"
#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;

Limits at_most(std::size_t connections) {
  Limits limits;
  limits.connections = connections;
  return limits;
}

bool is_open(Client& client) { return !client.closed_within(milliseconds(20)); }

// So that the order in which clients begin to wait is certain.
void let_the_server_see(RunningServer& server, std::size_t open) {
  ASSERT_TRUE(eventually([&] { return server->counters().connections_open == open; }));
  std::this_thread::sleep_for(milliseconds(30));
}

TEST(Eviction, TakesWhoHasLetTheServerWaitLongest) {
  RunningServer server(describe, at_most(4));
  Client talker = server.client();
  let_the_server_see(server, 1);
  Client silent = server.client();
  let_the_server_see(server, 2);
  Client in_header = server.client();
  in_header.send("GET / HTTP/1.1\r\nHo");
  let_the_server_see(server, 3);
  Client in_body = server.client();
  in_body.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhalf");
  let_the_server_see(server, 4);
  EXPECT_EQ(talker.ask(get("/"))->status, 200u);  // the oldest, but not the one that waits longest
  std::this_thread::sleep_for(milliseconds(30));

  std::list<Client> newcomers;
  std::list<Client*> order{&silent, &in_header, &in_body, &talker};
  while (!order.empty()) {
    for (Client* client : order) EXPECT_TRUE(is_open(*client));
    EXPECT_EQ(newcomers.emplace_back(server.port()).ask(get("/new"))->body, "GET [new] () {}");
    EXPECT_TRUE(order.front()->closed_within(milliseconds(2000)));
    order.pop_front();
  }
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 4; }));
  EXPECT_EQ(server->counters().connections_evicted, 4u);
  EXPECT_EQ(server->counters().connections_refused, 0u);
}

TEST(Eviction, CountsOneThatDripsAsWaiting) {
  RunningServer server(describe, at_most(2));
  Client dripping = server.client();
  dripping.send("GET / HTTP/1.1\r\n");
  let_the_server_see(server, 1);
  Client idle = server.client();
  EXPECT_EQ(idle.ask(get("/"))->status, 200u);
  dripping.send("X: y\r\n");
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_EQ(server.client().ask(get("/"))->status, 200u);
  EXPECT_TRUE(dripping.closed_within(milliseconds(2000)));
  EXPECT_EQ(idle.ask(get("/"))->status, 200u);
}

TEST(Eviction, SparesWhoIsOwedSomething) {
  const auto large = std::make_shared<const std::string>(std::string(20'000'000, 'x'));
  const auto stream = std::make_shared<BodyStream>();
  Held held;
  RunningServer server(
      [&](Request request, Responder responder) {
        if (request.target == "/new") return responder.send(text("new"));
        held.handler()(std::move(request), std::move(responder));
      },
      at_most(4));
  Client asking = server.client();
  asking.send(get("/asked"));
  Responder responder = held.take("/asked");
  Client reading = server.client();
  reading.send(get("/large"));
  held.take("/large").send({200, {}, large});
  Client listening = server.client();
  listening.send(get("/stream"));
  held.take("/stream").send({200, {}, nullptr, stream});
  EXPECT_EQ(listening.answer()->status, 200u);
  std::list<Client> newcomers;
  for (int i = 0; i < 20; ++i) {
    // The one before has its answer, but the server may not have noted yet that all of it is sent.
    EXPECT_TRUE(eventually([&] {
      const auto answer = newcomers.emplace_back(server.port()).ask(get("/new"));
      return answer && answer->status == 200u;
    }));
  }
  EXPECT_GE(server->counters().connections_evicted, 19u);
  responder.send(text("answered"));
  EXPECT_EQ(asking.answer()->body, "answered");
  EXPECT_EQ(reading.answer()->body.size(), large->size());
  stream->write("event");
  EXPECT_EQ(listening.chunk(), "event");
}

TEST(Eviction, TakesWhoDoesNotCloseAfterItsLastAnswer) {
  Limits limits = at_most(1);
  limits.linger = std::chrono::seconds(60);
  RunningServer server(describe, limits);
  Client last = server.client();
  EXPECT_EQ(last.ask(get("/", "Connection: close\r\n"))->status, 200u);
  EXPECT_EQ(server.client().ask(get("/"))->status, 200u);
}

TEST(Eviction, GivesBackADescriptorWhenThereIsNoneForANewClient) {
  RunningServer server(describe);
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit few = before;
  const int upper_half = static_cast<int>(open_descriptors()) + 50;  // where the server's own come from
  few.rlim_cur = static_cast<rlim_t>(2 * upper_half);
  ::setrlimit(RLIMIT_NOFILE, &few);
  std::list<Client> idle;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(idle.emplace_back(server.port()).ask(get("/"))->status, 200u);
  std::vector<int> taken;
  for (int fd = ::fcntl(0, F_DUPFD_CLOEXEC, upper_half); fd >= 0; fd = ::fcntl(0, F_DUPFD_CLOEXEC, upper_half))
    taken.push_back(fd);
  {
    Client newcomer = server.client();
    const auto answer = newcomer.ask(get("/new"));
    EXPECT_TRUE(answer && answer->status == 200u);
  }
  EXPECT_TRUE(idle.front().closed_within(milliseconds(2000)));
  EXPECT_TRUE(is_open(idle.back()));
  for (const int fd : taken) ::close(fd);
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST(Eviction, LetsEverybodyInWhileManyComeAndStay) {
  constexpr std::size_t kMost = 100;
  Held held;
  RunningServer server(
      [&](Request request, Responder responder) {
        if (request.target == "/kept") return held.handler()(std::move(request), std::move(responder));
        describe(std::move(request), std::move(responder));
      },
      at_most(kMost));
  std::list<Client> owed;
  std::list<Responder> responders;
  for (int i = 0; i < 10; ++i) {
    owed.emplace_back(server.port()).send(get("/kept"));
    responders.push_back(held.take("/kept"));
  }
  std::atomic<int> unanswered = 0;
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      std::mt19937 random(i);
      std::list<Client> staying;
      for (int turn = 0; turn < 300; ++turn) {
        Client& client = staying.emplace_back(server.port());
        const auto kind = random() % 4;
        if (kind == 0) client.send("GET / HTTP/1.1\r\nHo");
        if (kind == 1) continue;
        if (kind == 2) client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\nhalf");
        if (kind != 3) continue;
        const auto answer = client.ask(get("/"));
        if (!answer || answer->status != 200u) ++unanswered;
        if (staying.size() > 60) staying.clear();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(unanswered, 0);
  for (auto& responder : responders) responder.send(text("kept"));
  for (auto& client : owed) EXPECT_EQ(client.answer()->body, "kept");
  EXPECT_GT(server->counters().connections_evicted, 100u);
  EXPECT_EQ(server->counters().connections_refused, 0u);
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open <= kMost; }));
}

}  // namespace
}  // namespace http::test
