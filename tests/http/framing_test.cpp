// How messages are framed on the wire, in both directions. RFC 9112 6, RFC 9110 6.6, 10.1.1.
#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace http::test {
namespace {

using std::chrono::milliseconds;

Handler always(Response response) {
  return [response](const Request&, Responder responder) { responder.send(response); };
}

TEST(Answer, TellsTheLengthOfTheBodyToHeadAndHoldsItBack) {
  RunningServer server(always(text("twelve bytes")));
  Client client = server.client();
  client.send("HEAD / HTTP/1.1\r\nHost: t\r\n\r\n" + get("/"));
  EXPECT_EQ(client.answer(true)->header("Content-Length"), "12");
  EXPECT_EQ(client.answer()->body, "twelve bytes");
}

TEST(Answer, HasNeitherBodyNorLengthWith204And304) {
  for (const unsigned status : {204u, 304u}) {
    RunningServer server(always(text("suppressed", status, {{"ETag", "\"7\""}})));
    Client client = server.client();
    client.send(get("/") + get("/"));
    for (int i = 0; i < 2; ++i) {
      const auto answer = client.answer();
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->status, status);
      EXPECT_EQ(answer->header("Content-Length"), std::nullopt);
      EXPECT_EQ(answer->header("ETag"), "\"7\"");
    }
    EXPECT_TRUE(client.pending().empty());
  }
}

TEST(Answer, SaysThatAnEmptyBodyIsEmpty) {
  RunningServer server(always({201, {}, nullptr}));
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/"))->header("Content-Length"), "0");
}

TEST(Answer, HasAnImfFixdate) {
  ServerOptions options;
  options.clock = [] { return std::chrono::system_clock::from_time_t(784'111'777); };
  RunningServer server(std::move(options), describe);
  Client client = server.client();
  EXPECT_EQ(client.ask(get("/"))->header("Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(Answer, CannotBeSplitByAHeaderValue) {
  RunningServer server(always(text("body", 200,
                                   {{"X-A", "one\r\nX-Evil: 1\r\n\r\n<html>"},
                                    {"X-B", std::string("nul\0tab\t", 8)},
                                    {"X-Bad\r\nX-Evil", "2"},
                                    {"", "3"}})));
  Client client = server.client();
  const auto answer = client.ask(get("/"));
  EXPECT_EQ(answer->header("X-A"), "one  X-Evil: 1    <html>");
  EXPECT_EQ(answer->header("X-B"), "nul tab\t");
  EXPECT_EQ(answer->header("X-Evil"), std::nullopt);
  EXPECT_EQ(answer->body, "body");
}

TEST(Answer, IsFramedByTheServerAlone) {
  RunningServer server(always(
      text("body", 200, {{"content-length", "99"}, {"Transfer-Encoding", "chunked"}, {"Connection", "upgrade"}})));
  Client client = server.client();
  const auto answer = client.ask(get("/"));
  EXPECT_EQ(answer->head.find("99"), std::string::npos);
  EXPECT_EQ(answer->head.find("chunked"), std::string::npos);
  EXPECT_EQ(answer->head.find("upgrade"), std::string::npos);
  EXPECT_EQ(answer->body, "body");
}

TEST(ChunkedBody, IsJoined) {
  RunningServer server(describe);
  Client client = server.client();
  const std::string head = "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: Chunked\r\n\r\n";
  EXPECT_EQ(client.ask(head + "5\r\nhello\r\n7;ext=\"v\"\r\n, world\r\n0\r\n\r\n")->body, "POST [c] () {hello, world}");
  EXPECT_EQ(client.ask(get("/after"))->body, "GET [after] () {}");
}

TEST(ChunkedBody, MayHaveLeadingZerosSpacesAndTrailersThatAreWellFormed) {
  RunningServer server(describe);
  Client client = server.client();
  const std::string head = "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding:\tChunked \r\n\r\n";
  EXPECT_EQ(client.ask(head + "0001 ; a = b\r\n \r\n2\r\n\r\n\r\n00\r\nA:\r\nB: 1\r\n\r\n")->body,
            "POST [c] () { \r\n}");
  EXPECT_EQ(client.ask(get("/after"))->body, "GET [after] () {}");
}

TEST(ChunkedBody, CannotAddFieldsInItsTrailer) {
  RunningServer server([](const Request& request, Responder responder) {
    responder.send(text(std::string(request.header("Authorization").value_or("none")) + request.body));
  });
  Client client = server.client();
  const std::string head = "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(client.ask(head + "1\r\nx\r\n0\r\nAuthorization: Bearer forged\r\n\r\n")->body, "nonex");
}

TEST(Request, ArrivesWholeWhenSentByteByByte) {
  RunningServer server(describe);
  Client client = server.client();
  const std::string chunked =
      "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n";
  for (const char c : post("/p", "12345") + chunked) {
    client.send(std::string(1, c));
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  EXPECT_EQ(client.answer()->body, "POST [p] () {12345}");
  EXPECT_EQ(client.answer()->body, "POST [c] () {abcde}");
}

TEST(ChunkedBody, MayBeEmptyAndComeInPieces) {
  const std::string head = "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  RunningServer server(describe);
  for (const std::string_view rest : {"\r\n", "T: 1\r\n\r\n"}) {
    Client client = server.client();
    client.send(head + "0\r\n");
    for (const char c : rest) {
      std::this_thread::sleep_for(milliseconds(2));
      client.send(std::string(1, c));
    }
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "POST [c] () {}");
  }
}

TEST(Request, MayFollowEmptyLines) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(client.ask("\r\n\r\n" + get("/a"))->status, 200u);
  EXPECT_EQ(client.ask("\r\n" + get("/b"))->status, 200u);
}

TEST(Expectation, IsMetBeforeTheBodyComes) {
  RunningServer server(describe);
  Client client = server.client();
  const std::string head = "PUT /e HTTP/1.1\r\nHost: t\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n";
  EXPECT_EQ(client.ask(head)->status, 100u);
  EXPECT_EQ(client.ask("body")->body, "PUT [e] () {body}");
  EXPECT_EQ(client.ask(head + "fast")->body, "PUT [e] () {fast}");  // too late to be asked
}

TEST(Expectation, WaitsForTheAnswersBeforeIt) {
  Held held;
  RunningServer server(held.handler());
  Client client = server.client();
  client.send(get("/1") + "POST /2 HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\n");
  Responder first = held.take("/1");
  EXPECT_FALSE(client.closed_within(milliseconds(50)));
  first.send(text("one"));
  EXPECT_EQ(client.answer()->body, "one");
  EXPECT_EQ(client.answer()->status, 100u);
  client.send("x");
  held.take("/2").send(text("two"));
  EXPECT_EQ(client.answer()->body, "two");
}

TEST(Expectation, IsRefusedWithTheBodyThatIsTooLarge) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(
      client.ask("PUT /e HTTP/1.1\r\nHost: t\r\nContent-Length: 999999999\r\nExpect: 100-continue\r\n\r\n")->status,
      413u);
  EXPECT_TRUE(client.closed_within(milliseconds(1000)));
}

}  // namespace
}  // namespace http::test
