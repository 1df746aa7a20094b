// What a client may cost in bytes and connections: 413, 414, 431, 503.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <list>

#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;

TEST(BodyLimit, IsInclusive) {
  Limits limits;
  limits.body_bytes = 1000;
  RunningServer server(describe, limits);
  Client client = server.client();
  EXPECT_EQ(client.ask(post("/", std::string(1000, 'x')))->status, 200u);
  EXPECT_EQ(client.ask(post("/", std::string(1001, 'x')))->status, 413u);
}

TEST(BodyLimit, CountsChunks) {
  Limits limits;
  limits.body_bytes = 10;
  RunningServer server(describe, limits);
  const std::string head = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  Client fits = server.client();
  EXPECT_EQ(fits.ask(head + "5\r\nabcde\r\n5\r\nabcde\r\n0\r\n\r\n")->status, 200u);
  Client exceeds = server.client();
  EXPECT_EQ(exceeds.ask(head + "5\r\nabcde\r\n6\r\nabcdef\r\n0\r\n\r\n")->status, 413u);
}

TEST(HeaderLimit, HoldsForAChunksLineHoweverItArrives) {
  Limits limits;
  limits.header_bytes = 256;
  RunningServer server(describe, limits);
  const std::string head = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  Client fits = server.client();
  EXPECT_EQ(fits.ask(head + "1;" + std::string(200, 'a') + "\r\nx\r\n0\r\n\r\n")->status, 200u);
  Client at_once = server.client();
  EXPECT_EQ(at_once.ask(head + "1;" + std::string(300, 'a') + "\r\nx\r\n0\r\n\r\n")->status, 431u);
}

TEST(BodyLimit, MayDependOnTheRequest) {
  Limits limits;
  limits.body_bytes_for = [](std::string_view method, std::string_view path) -> std::size_t {
    return method == "POST" && path == "/v1/import" ? 5'000'000 : 1000;
  };
  RunningServer server(
      [](const Request& request, Responder responder) { responder.send(text(std::to_string(request.body.size()))); },
      limits);
  Client client = server.client();
  EXPECT_EQ(client.ask(post("/v1/import?x=1", std::string(5'000'000, 'x')))->body, "5000000");
  EXPECT_EQ(client.ask(post("http://t/v1/import", std::string(1001, 'x')))->body, "1001");
  const std::string chunked =
      " HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + std::string(1001, 'x') + "\r\n0\r\n\r\n";
  EXPECT_EQ(client.ask("POST /v1/import" + chunked)->body, "1001");
  for (const std::string& refused :
       {post("/v1/rooms", std::string(1001, 'x')), post("/v1/import/", std::string(1001, 'x')),
        "PUT /v1/import" + chunked, "POST /v1/rooms?/v1/import" + chunked}) {
    Client other = server.client();
    EXPECT_EQ(other.ask(refused)->status, 413u) << refused.substr(0, 30);
  }
}

TEST(BodyLimit, LetsTheClientReadTheAnswerWhileItIsStillSending) {
  RunningServer server(describe);
  for (int round = 0; round < 20; ++round) {
    Client client = server.client();
    std::thread sender([&] { client.send(post("/", std::string(3'000'000, 'x'))); });
    sender.join();  // all sent before anything is read
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 413u);
    EXPECT_TRUE(client.closed_within(milliseconds(1000)));
  }
}

TEST(BodyLimit, EndsWithAClientThatNeverStopsSending) {
  Limits limits;
  limits.linger = milliseconds(300);
  RunningServer server(describe, limits);
  Client client = server.client();
  client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999999\r\n\r\n");
  const std::string piece(64 * 1024, 'x');
  const auto begin = std::chrono::steady_clock::now();
  while (client.send(piece)) {
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
}

TEST(TargetLimit, IsInclusive) {
  Limits limits;
  limits.target_bytes = 100;
  RunningServer server(describe, limits);
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/" + std::string(99, 'a')))->status, 200u);
  EXPECT_EQ(client.ask(get("/" + std::string(100, 'a')))->status, 414u);
}

TEST(TargetLimit, IsAppliedBeforeTheLineIsWhole) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(client.ask("GET /" + std::string(9000, 'a'))->status, 414u);
}

TEST(HeaderLimit, IsInclusive) {
  Limits limits;
  limits.header_bytes = 1000;
  RunningServer server(describe, limits);
  const std::size_t rest = get("/", "X: \r\n").size();
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/", "X: " + std::string(1000 - rest, 'a') + "\r\n"))->status, 200u);
  EXPECT_EQ(client.ask(get("/", "X: " + std::string(1001 - rest, 'a') + "\r\n"))->status, 431u);
}

TEST(HeaderLimit, HoldsForHeadersThatNeverEnd) {
  RunningServer server(describe);
  Client client = server.client();
  std::string fields = "GET / HTTP/1.1\r\nHost: t\r\n";
  for (int i = 0; i < 5000; ++i) fields += "X-" + std::to_string(i) + ": y\r\n";
  EXPECT_EQ(client.ask(fields)->status, 431u);
}

TEST(ConnectionLimit, Answers503AndClosesWhatIsTooMany) {
  Limits limits;
  limits.connections = 5;
  Held held;
  RunningServer server(held.handler(), limits);
  std::list<Client> clients;
  std::list<Responder> owed;
  for (int i = 0; i < 5; ++i) {
    clients.emplace_back(server.port()).send(get("/"));
    owed.push_back(held.take("/"));
  }
  std::list<Client> lingering;
  for (int i = 0; i < 200; ++i) {
    Client& refused = lingering.emplace_back(server.port());
    refused.send(get("/"));
    const auto answer = refused.answer();
    // Past a bound they are closed without a word.
    EXPECT_TRUE(answer || i > 0);
    EXPECT_TRUE(!answer || answer->status == 503u);
  }
  EXPECT_EQ(server->counters().connections_refused, 200u);
  owed.front().send(text("answered"));
  EXPECT_EQ(clients.front().answer()->body, "answered");
  Client next = server.client();
  next.send(get("/next"));
  held.take("/next").send(text("next"));
  EXPECT_EQ(next.answer()->body, "next");
}

TEST(ConnectionLimit, IsLowerWhereTheProcessHasFewerDescriptors) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  rlimit few = before;
  few.rlim_cur = 300;
  Limits limits;
  limits.connections = 200;
  ::setrlimit(RLIMIT_NOFILE, &few);
  RunningServer server(describe, limits);
  ::setrlimit(RLIMIT_NOFILE, &before);
  ASSERT_EQ(server.reports().size(), 1u);
  EXPECT_NE(server.reports().front().find("86 connections"), std::string::npos) << server.reports().front();
}

TEST(Listener, SurvivesRunningOutOfDescriptors) {
  RunningServer server(describe);
  Client before = server.client();
  ASSERT_EQ(before.ask(get("/"))->status, 200u);
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  rlimit normal{};
  ::getrlimit(RLIMIT_NOFILE, &normal);
  rlimit none = normal;
  none.rlim_cur = 3;  // no descriptor can be opened any more, those that are open stay
  ::setrlimit(RLIMIT_NOFILE, &none);
  Client waiting(server.port(), socket);
  EXPECT_TRUE(waiting.send(get("/waiting")));
  EXPECT_FALSE(waiting.closed_within(milliseconds(100)));
  EXPECT_EQ(before.ask(get("/"))->status, 200u);
  ::setrlimit(RLIMIT_NOFILE, &normal);
  EXPECT_EQ(waiting.answer()->body, "GET [waiting] () {}");
  EXPECT_EQ(server.client().ask(get("/"))->status, 200u);
}

}  // namespace
}  // namespace http::test
