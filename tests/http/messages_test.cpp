// How answers follow requests on a connection: persistence, order, and what a handler may do.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;

TEST(Connection, StaysOpenForTheNextRequest) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/a"))->body, "GET [a] () {}");
  const auto second = client.ask(post("/b", "x"));
  EXPECT_EQ(second->body, "POST [b] () {x}");
  EXPECT_EQ(second->header("Connection"), std::nullopt);
  EXPECT_EQ(server->counters().connections_accepted, 1u);
}

TEST(Connection, ClosesWhenTheClientAsksForIt) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/", "Connection: close\r\n"))->header("Connection"), "close");
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

TEST(Connection, ClosesWhenTheHandlerAsksForIt) {
  RunningServer server([](const Request&, Responder responder) {
    responder.send(text("bye", 200, {{"Connection", "close"}}));
  });
  Client client = server.client();
  client.send(get("/1") + get("/2"));
  EXPECT_EQ(client.answer()->header("Connection"), "close");
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

TEST(Connection, ClosesAfterHttp10UnlessAskedToKeepIt) {
  RunningServer server(describe);
  Client client = server.client();
  const auto kept = client.ask("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(kept->header("Connection"), "keep-alive");
  const auto last = client.ask("GET /b HTTP/1.0\r\n\r\n");
  EXPECT_EQ(last->header("Connection"), "close");
  EXPECT_EQ(last->body, "GET [b] () {}");
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

TEST(Connection, AnswersAClientThatHasFinishedSending) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/1") + get("/2"));
  client.finish_sending();
  Responder first = held.take("/1");
  Responder second = held.take("/2");
  std::this_thread::sleep_for(milliseconds(50));  // the transport has closed its descriptor by now
  second.send(text("two"));
  first.send(text("one"));
  EXPECT_EQ(client.answer()->body, "one");
  EXPECT_EQ(client.answer()->body, "two");
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

TEST(Pipelining, KeepsTheOrderWhenHandlersFinishInAnother) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/1") + get("/2") + get("/3"));
  held.take("/3").send(text("three"));
  held.take("/2").send(text("two"));
  EXPECT_FALSE(client.closed_within(milliseconds(50)));
  held.take("/1").send(text("one"));
  EXPECT_EQ(client.answer()->body, "one");
  EXPECT_EQ(client.answer()->body, "two");
  EXPECT_EQ(client.answer()->body, "three");
}

TEST(Pipelining, RunsNothingBesideARequestThatChangesSomething) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/1") + post("/2", "x") + get("/3"));
  Responder first = held.take("/1");
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(held.size(), 0u);  // /2 waits for /1
  first.send(text("one"));
  Responder second = held.take("/2");
  std::this_thread::sleep_for(milliseconds(50));
  EXPECT_EQ(held.size(), 0u);  // /3 waits for /2
  second.send(text("two"));
  held.take("/3").send(text("three"));
  EXPECT_EQ(client.answer()->body, "one");
  EXPECT_EQ(client.answer()->body, "two");
  EXPECT_EQ(client.answer()->body, "three");
}

TEST(Pipelining, AnswersThousandsInOneWrite) {
  RunningServer server(describe);
  Client client = server.client();
  std::string requests;
  for (int i = 0; i < 3000; ++i) requests += get("/" + std::to_string(i));
  std::thread sender([&] { client.send(requests); });
  for (int i = 0; i < 3000; ++i) {
    const auto answer = client.answer();
    ASSERT_TRUE(answer) << i;
    ASSERT_EQ(answer->body, "GET [" + std::to_string(i) + "] () {}");
  }
  sender.join();
}

TEST(Pipelining, SendsTheTransportsErrorBehindTheAnswersBeforeIt) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/1") + "NONSENSE\r\n\r\n");
  Responder first = held.take("/1");
  std::this_thread::sleep_for(milliseconds(30));
  first.send(text("one"));
  EXPECT_EQ(client.answer()->body, "one");
  EXPECT_EQ(client.answer()->status, 400u);
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

TEST(Handling, PassesEveryMethod) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(client.ask("PROPFIND /dav HTTP/1.1\r\nHost: t\r\n\r\n")->body, "PROPFIND [dav] () {}");
  EXPECT_EQ(client.ask("x-m! /dav HTTP/1.1\r\nHost: t\r\n\r\n")->body, "x-m! [dav] () {}");
}

TEST(Handling, Answers500ForAnExceptionAndReportsIt) {
  RunningServer server([](const Request&, const Responder&) { throw std::runtime_error("secret detail"); });
  Client client = server.client();
  const auto answer = client.ask(get("/"));
  EXPECT_EQ(answer->status, 500u);
  EXPECT_EQ(answer->header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer->body.find("secret"), std::string::npos);
  ASSERT_EQ(server.reports().size(), 1u);
  EXPECT_NE(server.reports().front().find("secret detail"), std::string::npos);
  EXPECT_EQ(client.ask(get("/"))->status, 500u);  // and the connection lives
}

TEST(Handling, Answers500ForADroppedResponder) {
  RunningServer server([](const Request&, const Responder&) {});
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/"))->status, 500u);
}

TEST(Handling, Answers500ForAStatusThatIsNone) {
  RunningServer server([](const Request&, Responder responder) { responder.send({101, {}, nullptr}); });
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/"))->status, 500u);
}

TEST(Handling, TellsThePeersAddress) {
  RunningServer server([](const Request& request, Responder responder) { responder.send(text(request.peer)); });
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/"))->body.rfind("127.0.0.1:", 0), 0u);
}

TEST(Handling, FindsHeadersWithoutRegardToCase) {
  RunningServer server([](const Request& request, Responder responder) {
    responder.send(text(std::string(request.header("x-thing").value_or("none")) +
                        std::string(request.header("x-other").value_or("none"))));
  });
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/", "X-THING:  some value \r\n"))->body, "some valuenone");
}

TEST(Handling, SharesTheBodyInsteadOfCopyingIt) {
  const auto body = std::make_shared<const std::string>(std::string(100'000, 'x'));
  RunningServer server([&](const Request&, Responder responder) { responder.send({200, {}, body}); });
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/"))->body, *body);
  EXPECT_TRUE(eventually([&] { return body.use_count() == 1; }));
}

}  // namespace
}  // namespace http::test
