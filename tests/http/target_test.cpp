// Request targets: RFC 9112 3.2, RFC 3986.
#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace http::test {
namespace {

struct Case {
  const char* target;
  const char* seen;  // null: 400
};

class TargetTest : public testing::TestWithParam<Case> {};

TEST_P(TargetTest, IsDecodedOrRefused) {
  RunningServer server(describe);
  Client client = server.client();
  const auto answer = client.ask(get(GetParam().target));
  ASSERT_TRUE(answer);
  if (GetParam().seen) {
    EXPECT_EQ(answer->body, std::string("GET ") + GetParam().seen + " {}");
  } else {
    EXPECT_EQ(answer->status, 400u);
    EXPECT_TRUE(client.closed_within(std::chrono::milliseconds(1000)));
  }
}

INSTANTIATE_TEST_SUITE_P(Accepted, TargetTest,
                         testing::Values(Case{"/", " ()"}, Case{"/v1/rooms", "[v1][rooms] ()"},
                                         Case{"/v1/", "[v1][] ()"}, Case{"//x", "[][x] ()"},
                                         Case{"/a%2Fb/c%20d", "[a/b][c d] ()"}, Case{"/%D0%A2", "[\xD0\xA2] ()"},
                                         Case{"/a+b", "[a+b] ()"}, Case{"/a/../b", "[a][..][b] ()"},
                                         Case{"/q?a=1&b=x+y%26z&a=2", "[q] (a=1;b=x y&z;a=2;)"}, Case{"/q?", "[q] ()"},
                                         Case{"/q?a&=v&&b=c=d", "[q] (a=;=v;b=c=d;)"},
                                         Case{"/q?from=2026-12-01T00:00:00Z", "[q] (from=2026-12-01T00:00:00Z;)"},
                                         Case{"http://example.org/v1/rooms?x=1", "[v1][rooms] (x=1;)"},
                                         Case{"https://example.org:8443", " ()"},
                                         Case{"http://example.org?x=1", " (x=1;)"}));

INSTANTIATE_TEST_SUITE_P(Refused, TargetTest,
                         testing::Values(Case{"/a%00b", nullptr}, Case{"/a%0", nullptr}, Case{"/a%zz", nullptr},
                                         Case{"/%C3%28", nullptr}, Case{"/%ED%A0%80", nullptr},
                                         Case{"/%C0%AF", nullptr}, Case{"/q?a=%00", nullptr}, Case{"/q?a=%FF", nullptr},
                                         Case{"/a#fragment", nullptr}, Case{"/a\\b", nullptr}, Case{"/a\"b", nullptr},
                                         Case{"*", nullptr}, Case{"rooms", nullptr}, Case{"ftp://x/y", nullptr},
                                         Case{"http://user@x/y", nullptr}, Case{"http:///y", nullptr},
                                         Case{"/\xD0\xA2", nullptr}));

TEST(Target, OfAbsoluteFormReplacesTheHost) {
  RunningServer server([](const Request& request, Responder responder) {
    responder.send(text(std::string(*request.header("Host")) + " " + request.target));
  });
  Client client = server.client();
  EXPECT_EQ(client.ask("GET http://example.org:81/a?b HTTP/1.1\r\nHost: other\r\n\r\n")->body, "example.org:81 /a?b");
}

TEST(Target, OfOptionsMayBeTheWholeServer) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n")->body, "OPTIONS  () {}");
}

TEST(Target, OfSixtyThousandSlashesIsTooLong) {
  RunningServer server(describe);
  Client client = server.client();
  EXPECT_EQ(client.ask(get(std::string(60'000, '/')))->status, 414u);
}

TEST(Target, OfSixtyThousandSlashesIsOnlyAPathWhereTheLimitsAllowIt) {
  Limits limits;
  limits.target_bytes = limits.header_bytes = 100'000;
  RunningServer server([](const Request& request,
                          Responder responder) { responder.send(text(std::to_string(request.segments.size()))); },
                       limits);
  Client client = server.client();
  EXPECT_EQ(client.ask(get(std::string(60'000, '/')))->body, "60000");
}

}  // namespace
}  // namespace http::test
