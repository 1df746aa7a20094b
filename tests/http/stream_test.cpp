// Answers whose bytes come later.
#include <gtest/gtest.h>

#include "http/body_stream.hpp"
#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;

Response streamed(std::shared_ptr<BodyStream> stream) { return {200, {}, nullptr, std::move(stream)}; }

/// A client with an open stream, and the end that writes it.
struct Listener {
  explicit Listener(Held& held, RunningServer& server, const std::string& request = get("/stream"))
      : client(server.port()) {
    client.send(request);
    Responder responder = held.take("/stream");
    std::this_thread::sleep_for(milliseconds(20));  // what comes behind the request has been read before it is answered
    responder.send(streamed(stream));
    head = client.answer();
  }

  Client client;
  std::shared_ptr<BodyStream> stream = std::make_shared<BodyStream>();
  std::optional<Answer> head;
};

TEST(Stream, ReachesTheClientAsItIsWritten) {
  Held held;
  RunningServer server(held.handler());
  Listener listener(held, server);
  ASSERT_TRUE(listener.head);
  EXPECT_EQ(listener.head->header("Transfer-Encoding"), "chunked");
  EXPECT_EQ(listener.head->header("Content-Length"), std::nullopt);
  for (int i = 0; i < 100; ++i) {
    listener.stream->write("event " + std::to_string(i));
    ASSERT_EQ(listener.client.chunk(), "event " + std::to_string(i));
  }
  EXPECT_TRUE(listener.stream->open());
  listener.stream->end();
  EXPECT_FALSE(listener.stream->open());
  EXPECT_EQ(listener.client.chunk(), "");
}

TEST(Stream, IgnoresABodyBesideIt) {
  RunningServer server([](const Request&, Responder responder) {
    Response response = text("not this");
    response.stream = std::make_shared<BodyStream>();
    response.stream->write("this");
    responder.send(std::move(response));
  });
  Client client = server.client();
  client.ask(get("/"));
  EXPECT_EQ(client.chunks(), "this");
}

TEST(Stream, KeepsWhatWasWrittenBeforeTheAnswersTurn) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/1") + get("/stream"));
  const auto stream = std::make_shared<BodyStream>();
  stream->write("a");
  held.take("/stream").send(streamed(stream));
  stream->write("b");
  EXPECT_FALSE(client.closed_within(milliseconds(30)));
  held.take("/1").send(text("one"));
  EXPECT_EQ(client.answer()->body, "one");
  stream->write("c");
  stream->end();
  stream->write("too late");
  EXPECT_EQ(client.answer()->status, 200u);
  EXPECT_EQ(client.chunks(), "abc");
}

TEST(Stream, KeepsTheRequestsBehindItWaiting) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  const auto stream = std::make_shared<BodyStream>();
  client.send(get("/stream") + get("/2") + post("/3", "x") + "NONSENSE\r\n\r\n");
  Responder second = held.take("/2");
  held.take("/stream").send(streamed(stream));
  second.send(text("two"));
  EXPECT_EQ(client.answer()->status, 200u);
  for (int i = 0; i < 10; ++i) {
    stream->write("x");
    EXPECT_EQ(client.chunk(), "x");
  }
  EXPECT_EQ(held.size(), 0u);  // /3 waits for it
  stream->end();
  EXPECT_EQ(client.chunk(), "");
  EXPECT_EQ(client.answer()->body, "two");
  held.take("/3").send(text("three"));
  EXPECT_EQ(client.answer()->body, "three");
  EXPECT_EQ(client.answer()->status, 400u);
}

TEST(Stream, MayFollowAnother) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  const auto first = std::make_shared<BodyStream>();
  const auto second = std::make_shared<BodyStream>();
  client.send(get("/1") + get("/2"));
  held.take("/2").send(streamed(second));
  held.take("/1").send(streamed(first));
  second->write("second");
  first->write("first");
  EXPECT_EQ(client.answer()->status, 200u);
  EXPECT_EQ(client.chunk(), "first");
  first->end();
  EXPECT_EQ(client.chunk(), "");
  EXPECT_EQ(client.answer()->status, 200u);
  EXPECT_EQ(client.chunk(), "second");
  second->end();
  EXPECT_EQ(client.chunk(), "");
}

TEST(Stream, EndsWithItsLastOwner) {
  Held held;
  RunningServer server(held.handler());
  Listener listener(held, server);
  listener.stream->write("said");
  listener.stream.reset();
  EXPECT_EQ(listener.client.chunks(), "said");
  listener.client.send(get("/after"));
  held.take("/after").send(text("after"));
  EXPECT_EQ(listener.client.answer()->body, "after");
}

TEST(Stream, EndsWithTheConnectionInHttp10) {
  Held held;
  RunningServer server(held.handler());
  Listener listener(held, server, "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(listener.head->header("Transfer-Encoding"), std::nullopt);
  EXPECT_EQ(listener.head->header("Content-Length"), std::nullopt);
  EXPECT_EQ(listener.head->header("Connection"), "close");
  listener.stream->write("as ");
  listener.stream->write("it is");
  listener.stream->end();
  EXPECT_EQ(listener.client.receive_all(), "as it is");
}

TEST(Stream, IsClosedAtOnceWhereNoBodyFollows) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  for (const unsigned status : {200u, 204u, 304u}) {
    const bool head = status == 200;
    client.send(head ? "HEAD / HTTP/1.1\r\nHost: t\r\n\r\n" : get("/"));
    const auto stream = std::make_shared<BodyStream>();
    stream->write("held back");
    held.take("/").send({status, {}, nullptr, stream});
    const auto answer = client.answer(true);
    EXPECT_EQ(answer->status, status);
    EXPECT_EQ(answer->header("Content-Length"), std::nullopt);
    EXPECT_TRUE(client.pending().empty());
    EXPECT_TRUE(eventually([&] { return !stream->open(); }));
  }
}

TEST(Stream, IsForOneAnswer) {
  const auto stream = std::make_shared<BodyStream>();
  RunningServer server([&](const Request&, Responder responder) { responder.send(streamed(stream)); });
  Client first = server.client();
  Client second = server.client();
  EXPECT_EQ(first.ask(get("/"))->status, 200u);
  EXPECT_EQ(second.ask(get("/"))->status, 200u);
  EXPECT_EQ(second.chunks(), "");
  stream->write("still there");
  EXPECT_EQ(first.chunk(), "still there");
}

TEST(Stream, IsNotTimedOutWhileThereIsNothingToSay) {
  Limits limits;
  limits.idle = limits.request = limits.first_byte = limits.write_stall = milliseconds(500);
  Held held;
  RunningServer server(held.handler(), limits);
  Listener listener(held, server);
  listener.client.send("GET /after HTT");  // nor is what waits behind it
  std::this_thread::sleep_for(milliseconds(800));
  listener.stream->write("at last");
  EXPECT_EQ(listener.client.chunk(), "at last");
  listener.stream->end();
  EXPECT_EQ(listener.client.chunk(), "");
  std::this_thread::sleep_for(milliseconds(150));  // its time begins with the end of the stream
  listener.client.send("P/1.1\r\nHost: t\r\n\r\n");
  held.take("/after").send(text("after"));
  EXPECT_EQ(listener.client.answer()->body, "after");
  EXPECT_EQ(server->counters().timeouts, 0u);
}

TEST(Stream, BeginsTheIdleTimeWithItsEnd) {
  Limits limits;
  limits.idle = milliseconds(600);
  Held held;
  RunningServer server(held.handler(), limits);
  Listener listener(held, server);
  std::this_thread::sleep_for(milliseconds(800));
  listener.stream->end();
  EXPECT_EQ(listener.client.chunk(), "");
  EXPECT_FALSE(listener.client.closed_within(milliseconds(200)));
  EXPECT_TRUE(listener.client.closed_within(milliseconds(3000)));
}

struct Asked {
  const char* name;
  std::string bytes;
};

void PrintTo(const Asked& asked, std::ostream* out) { *out << asked.name; }

class GoneTest : public testing::TestWithParam<Asked> {};

TEST_P(GoneTest, ClosesTheStreamOfAClientThatCloses) {
  Held held;
  RunningServer server(held.handler());
  std::shared_ptr<BodyStream> stream;
  {
    Listener listener(held, server, GetParam().bytes);
    stream = listener.stream;
    stream->write("heard");
    EXPECT_FALSE(listener.client.receive().empty());
  }
  EXPECT_TRUE(eventually([&] { return !stream->open(); }));
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
}

INSTANTIATE_TEST_SUITE_P(Stream, GoneTest,
                         testing::Values(Asked{"Once", get("/stream")},
                                         Asked{"ForTheLastTime", get("/stream", "Connection: close\r\n")},
                                         Asked{"InHttp10", "GET /stream HTTP/1.0\r\n\r\n"},
                                         Asked{"BeforeAnother", get("/stream") + post("/waiting", "x")},
                                         Asked{"BeforeMoreThanIsRead", get("/stream") + std::string(120'000, 'x')}),
                         [](const auto& test) { return test.param.name; });

TEST(Stream, IsClosedForAClientThatResets) {
  Held held;
  RunningServer server(held.handler());
  Listener listener(held, server);
  listener.client.abort();
  EXPECT_TRUE(eventually([&] { return !listener.stream->open(); }));
  listener.stream->write("to nobody");
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
}

TEST(Stream, IsClosedWhenItsAnswerGoesNowhere) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/stream"));
  Responder responder = held.take("/stream");
  client.abort();
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 0; }));
  const auto stream = std::make_shared<BodyStream>();
  responder.send(streamed(stream));
  EXPECT_FALSE(stream->open());
}

TEST(Stream, CutsAReaderThatIsTooFarBehind) {
  Limits limits;
  limits.unsent_bytes = 100'000;
  Held held;
  RunningServer server(held.handler(), limits);
  Listener sleeper(held, server);
  Listener reader(held, server);
  const std::string event(10'000, 'x');
  int written = 0;
  for (; written < 10'000 && sleeper.stream->open(); ++written) {
    sleeper.stream->write(event);
    reader.stream->write(event);
    std::string heard;
    while (heard.size() < event.size()) heard += reader.client.chunk().value();
  }
  EXPECT_LT(written, 10'000);  // what the kernel's buffers hold, and the limit
  EXPECT_TRUE(reader.stream->open());
  EXPECT_TRUE(eventually([&] { return server->counters().connections_open == 1; }));
}

TEST(Stream, CutsAReaderWhoseStreamsAreTooFarBehindTheirTurn) {
  Limits limits;
  limits.unsent_bytes = 100'000;
  Held held;
  RunningServer server(held.handler(), limits);
  Client client = server.client();
  client.send(get("/1") + get("/stream"));
  const auto stream = std::make_shared<BodyStream>();
  Responder first = held.take("/1");
  held.take("/stream").send({200, {}, nullptr, stream});
  stream->write(std::string(100'000, 'x'));
  std::this_thread::sleep_for(milliseconds(30));
  EXPECT_TRUE(stream->open());
  stream->write("x");
  EXPECT_TRUE(eventually([&] { return !stream->open(); }));
  first.send(text("to nobody"));
}

TEST(Stream, GivesAReaderMoreThanTheLimitInOneGo) {
  Limits limits;
  limits.unsent_bytes = 100'000;
  Held held;
  RunningServer server(held.handler(), limits);
  Listener listener(held, server);
  listener.stream->write(std::string(20'000'000, 'x'));
  listener.stream->write("end");
  listener.stream->end();
  const auto body = listener.client.chunks();
  ASSERT_TRUE(body);
  EXPECT_EQ(body->size(), 20'000'003u);
}

TEST(Stream, CutsAReaderThatTakesNothing) {
  Limits limits;
  limits.write_stall = milliseconds(300);
  Held held;
  RunningServer server(held.handler(), limits);
  Listener listener(held, server);
  listener.stream->write(std::string(50'000'000, 'x'));
  EXPECT_TRUE(eventually([&] { return !listener.stream->open(); }));
  EXPECT_EQ(server->counters().timeouts, 1u);
}

TEST(Stop, EndsOpenStreams) {
  Limits limits;
  limits.linger = milliseconds(300);
  Held held;
  RunningServer server(held.handler(), limits);
  Listener listener(held, server);
  Listener http10(held, server, "GET /stream HTTP/1.0\r\n\r\n");
  Client pipelining = server.client();
  pipelining.send(get("/1") + get("/2"));
  Responder first = held.take("/1");
  const auto queued = std::make_shared<BodyStream>();
  queued->write("queued");
  held.take("/2").send(streamed(queued));
  listener.stream->write("last words");
  std::thread stopper([&] { server->stop(std::chrono::seconds(30)); });
  EXPECT_EQ(listener.client.chunks(), "last words");
  EXPECT_TRUE(listener.client.closed_within(milliseconds(2000)));
  EXPECT_TRUE(http10.client.closed_within(milliseconds(2000)));
  EXPECT_TRUE(eventually([&] { return !queued->open() && !listener.stream->open() && !http10.stream->open(); }));
  listener.stream->write("dropped");
  const auto late = std::make_shared<BodyStream>();
  late->write("late");
  first.send(streamed(late));
  EXPECT_EQ(pipelining.answer()->status, 200u);
  EXPECT_EQ(pipelining.chunks(), "late");
  EXPECT_EQ(pipelining.answer()->header("Connection"), "close");
  EXPECT_EQ(pipelining.chunks(), "queued");
  stopper.join();
  EXPECT_FALSE(late->open());
}

TEST(Stop, IsSurvivedByStreams) {
  const auto stream = std::make_shared<BodyStream>();
  {
    RunningServer server([&](const Request&, Responder responder) { responder.send(streamed(stream)); });
    Client client = server.client();
    EXPECT_EQ(client.ask(get("/"))->status, 200u);
  }
  EXPECT_FALSE(stream->open());
  stream->write("to nobody");
  stream->end();
}

}  // namespace
}  // namespace http::test
