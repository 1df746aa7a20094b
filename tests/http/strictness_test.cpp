// Where leniency is how requests are smuggled: one answer, then closed. RELIABILITY.md 24.
#include <gtest/gtest.h>

#include "server_fixture.hpp"

namespace http::test {
namespace {

struct Case {
  const char* name;
  std::string bytes;
  unsigned status = 400;
};

void PrintTo(const Case& test, std::ostream* out) { *out << test.name; }

class StrictnessTest : public testing::TestWithParam<Case> {};

TEST_P(StrictnessTest, AnswersOnceAndCloses) {
  RunningServer server(describe);
  Client client = server.client();
  // What follows must not be taken for a request: the end of the bad one is not known.
  client.send(GetParam().bytes + get("/smuggled"));
  const auto answer = client.answer();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, GetParam().status);
  EXPECT_EQ(answer->header("Connection"), "close");
  EXPECT_EQ(answer->header("Content-Type"), "application/problem+json");
  EXPECT_TRUE(client.closed_within(std::chrono::milliseconds(1000)));
  EXPECT_EQ(server->counters().requests, 0u);
  EXPECT_EQ(server->counters().rejected, 1u);
}

std::string name_of(const testing::TestParamInfo<Case>& test) { return test.param.name; }

// A literal with NUL in it.
template <std::size_t size>
std::string bytes(const char (&literal)[size]) {
  return {literal, size - 1};
}

std::string post_with(const std::string& fields, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: t\r\n" + fields + "\r\n" + body;
}

const std::string kChunked = "Transfer-Encoding: chunked\r\n";

INSTANTIATE_TEST_SUITE_P(
    Lengths, StrictnessTest,
    testing::Values(Case{"TwoLengths", post_with("Content-Length: 1\r\nContent-Length: 2\r\n", "ab")},
                    Case{"TwoEqualLengths", post_with("Content-Length: 1\r\nContent-Length: 1\r\n", "a")},
                    Case{"LengthList", post_with("Content-Length: 1, 1\r\n", "a")},
                    Case{"SignedLength", post_with("Content-Length: +1\r\n", "a")},
                    Case{"NegativeLength", post_with("Content-Length: -1\r\n", "")},
                    Case{"LengthAndMore", post_with("Content-Length: 1 1\r\n", "a")},
                    Case{"LengthWithFraction", post_with("Content-Length: 1.0\r\n", "a")},
                    Case{"LengthPast64Bits", post_with("Content-Length: 18446744073709551617\r\n", "a")},
                    Case{"SpaceAfterLength", post_with("Content-Length : 1\r\n", "a")},
                    Case{"TabAfterLength", post_with("Content-Length\t: 1\r\n", "a")},
                    Case{"HexLength", post_with("Content-Length: 0x1\r\n", "a")},
                    Case{"HugeLength", post_with("Content-Length: 99999999999999999999999\r\n", "a")},
                    Case{"EmptyLength", post_with("Content-Length:\r\n", "")},
                    Case{"LengthThenCoding", post_with("Content-Length: 1\r\n" + kChunked, "0\r\n\r\n")},
                    Case{"CodingThenLength", post_with(kChunked + "Content-Length: 1\r\n", "0\r\n\r\n")},
                    Case{"LengthAndOtherCoding", post_with("Content-Length: 1\r\nTransfer-Encoding: x\r\n", "a")},
                    Case{"LengthAndIdentity", post_with("Transfer-Encoding: identity\r\nContent-Length: 1\r\n", "a")},
                    Case{"LengthAndEmptyCoding", post_with("Transfer-Encoding:\r\nContent-Length: 1\r\n", "a")},
                    Case{"SpaceAfterCoding", post_with("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
                    Case{"NoBreakSpaceAfterCoding", post_with("Transfer-Encoding\xA0: chunked\r\n", "0\r\n\r\n")},
                    Case{"FoldedCoding", post_with("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
                    Case{"CodingBehindControl", post_with("Transfer-Encoding: \x0B"
                                                          "chunked\r\n",
                                                          "0\r\n\r\n")},
                    Case{"EmptyCoding", post_with("Transfer-Encoding:\r\n", ""), 501},
                    Case{"Identity", post_with("Transfer-Encoding: identity\r\n", ""), 501},
                    Case{"QuotedCoding", post_with("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501},
                    Case{"CodingWithParameter", post_with("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), 501},
                    Case{"ChunkedTwice", post_with("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 501},
                    Case{"ChunkedNotLast", post_with("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), 501},
                    Case{"TwoCodings", post_with(kChunked + kChunked, "0\r\n\r\n")},
                    Case{"OtherCoding", post_with("Transfer-Encoding: gzip\r\n", ""), 501},
                    Case{"CodingBeforeChunked", post_with("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
                    Case{"ObfuscatedCoding", post_with("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
                    Case{"CodingInHttp10", "POST / HTTP/1.0\r\n" + kChunked + "\r\n0\r\n\r\n"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Trailers, StrictnessTest,
    testing::Values(Case{"BareLineFeed", post_with(kChunked, "0\r\nA: b\n\r\n")},
                    Case{"BareLineFeedAtTheEnd", post_with(kChunked, "0\r\nA: b\r\n\n")},
                    Case{"BareLineFeedForNone", post_with(kChunked, "0\r\n\n")},
                    Case{"FoldedField", post_with(kChunked, "0\r\nA: b\r\n c\r\n\r\n")},
                    Case{"FoldedFieldWithTab", post_with(kChunked, "1\r\na\r\n0\r\nA: b\r\n\tc\r\n\r\n")},
                    Case{"FoldedFirstField", post_with(kChunked, "0\r\n A: b\r\n\r\n")},
                    Case{"SpaceBeforeColon", post_with(kChunked, "0\r\nA : b\r\n\r\n")},
                    Case{"Nul", post_with(kChunked, bytes("0\r\nA: \0\r\n\r\n"))},
                    Case{"Request", post_with(kChunked, "0\r\nGET / HTTP/1.1\r\n\r\n")},
                    Case{"Length", post_with(kChunked, "0\r\nContent-Length: 5\r\n\r\n")},
                    Case{"Coding", post_with(kChunked, "0\r\nTransfer-Encoding: chunked\r\n\r\n")},
                    Case{"Endless", post_with(kChunked, "0\r\nA: " + std::string(40'000, 'x')), 431}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Chunks, StrictnessTest,
    testing::Values(Case{"NotHex", post_with(kChunked, "zz\r\nab\r\n0\r\n\r\n")},
                    Case{"LongerThanSaid", post_with(kChunked, "1\r\nab\r\n0\r\n\r\n")},
                    Case{"BareLineFeed", post_with(kChunked, "1\na\r\n0\r\n\r\n")},
                    Case{"BareLineFeedAfterData", post_with(kChunked, "1\r\na\n0\r\n\r\n")},
                    Case{"BareLineFeedAtTheEnd", post_with(kChunked, "0\n\r\n")},
                    Case{"BareCarriageReturn", post_with(kChunked, "1\ra\r\n0\r\n\r\n")},
                    Case{"EmptyLineBetween", post_with(kChunked, "1\r\na\r\n\r\n0\r\n\r\n")},
                    Case{"NoLineAfterData", post_with(kChunked, "1\r\naXX0\r\n\r\n")},
                    Case{"NoSize", post_with(kChunked, "\r\na\r\n0\r\n\r\n")},
                    Case{"OnlyExtension", post_with(kChunked, ";a\r\n0\r\n\r\n")},
                    Case{"SpaceBeforeSize", post_with(kChunked, " 1\r\na\r\n0\r\n\r\n")},
                    Case{"SpaceAfterSize", post_with(kChunked, "1 \r\na\r\n0\r\n\r\n")},
                    Case{"HexPrefix", post_with(kChunked, "0x1\r\na\r\n0\r\n\r\n")},
                    Case{"Signed", post_with(kChunked, "+1\r\na\r\n0\r\n\r\n")},
                    Case{"LargestOf64Bits", post_with(kChunked, "FFFFFFFFFFFFFFFF\r\na\r\n"), 413},
                    Case{"LineFeedInExtension", post_with(kChunked, "1;a\nb\r\na\r\n0\r\n\r\n")},
                    Case{"LineFeedForExtension", post_with(kChunked, "1;\na\r\n0\r\n\r\n")},
                    Case{"CarriageReturnInExtension", post_with(kChunked, "1;a\rb\r\na\r\n0\r\n\r\n")},
                    Case{"NulInExtension", post_with(kChunked, bytes("1;a\0b\r\na\r\n0\r\n\r\n"))},
                    Case{"QuotedLineInExtension", post_with(kChunked, "1;a=\"\r\nx\"\r\na\r\n0\r\n\r\n")},
                    Case{"Negative", post_with(kChunked, "-1\r\na\r\n0\r\n\r\n")},
                    Case{"Overflow", post_with(kChunked, "11111111111111111\r\na\r\n0\r\n\r\n")},
                    Case{"TooLarge", post_with(kChunked, "FFFFFFF\r\na\r\n"), 413},
                    Case{"EndlessExtension", post_with(kChunked, "1;" + std::string(40'000, 'x')), 431}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Fields, StrictnessTest,
    testing::Values(Case{"SpaceBeforeColon", "GET / HTTP/1.1\r\nHost : t\r\n\r\n"},
                    Case{"FoldedField", "GET / HTTP/1.1\r\nHost: t\r\nX-A: 1\r\n 2\r\n\r\n"},
                    Case{"ControlInName", "GET / HTTP/1.1\r\nHost: t\r\nX\x01: a\r\n\r\n"},
                    Case{"ControlInValue", "GET / HTTP/1.1\r\nHost: t\r\nX: \x01\r\n\r\n"},
                    Case{"BlankLineBeforeFields", "GET / HTTP/1.1\r\n \r\nHost: t\r\n\r\n"},
                    Case{"OnlyLineFeeds", "GET / HTTP/1.1\nHost: t\n\n"},
                    Case{"LineFeedFirst", "\nGET / HTTP/1.1\r\nHost: t\r\n\r\n"},
                    Case{"FoldedFirstField", "GET / HTTP/1.1\r\n Host: t\r\n\r\n"},
                    Case{"BareLineFeed", "GET / HTTP/1.1\r\nHost: t\nX-A: 1\r\n\r\n"},
                    Case{"BareCarriageReturn", "GET / HTTP/1.1\r\nHost: t\r\nX-A: 1\rX-B: 2\r\n\r\n"},
                    Case{"Nul", bytes("GET / HTTP/1.1\r\nHost: t\r\nX-A: \0\r\n\r\n")},
                    Case{"NoName", "GET / HTTP/1.1\r\nHost: t\r\n: 1\r\n\r\n"},
                    Case{"NoColon", "GET / HTTP/1.1\r\nHost: t\r\nX-A\r\n\r\n"},
                    Case{"NoHost", "GET / HTTP/1.1\r\n\r\n"},
                    Case{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"},
                    Case{"HostWithUser", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"},
                    Case{"HostWithPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
                    Case{"UnknownExpectation", "GET / HTTP/1.1\r\nHost: t\r\nExpect: miracles\r\n\r\n", 417}),
    name_of);

INSTANTIATE_TEST_SUITE_P(Lines, StrictnessTest,
                         testing::Values(Case{"NoVersion", "GET /\r\nHost: t\r\n\r\n"},
                                         Case{"TwoSpaces", "GET  / HTTP/1.1\r\nHost: t\r\n\r\n"},
                                         Case{"SpaceInTarget", "GET /a b HTTP/1.1\r\nHost: t\r\n\r\n"},
                                         Case{"Version2", "GET / HTTP/2.0\r\nHost: t\r\n\r\n", 505},
                                         Case{"Version12", "GET / HTTP/1.2\r\nHost: t\r\n\r\n", 505},
                                         Case{"Version110", "GET / HTTP/1.10\r\nHost: t\r\n\r\n"},
                                         Case{"Tabs", "GET\t/\tHTTP/1.1\r\nHost: t\r\n\r\n"},
                                         Case{"SpaceAtTheEnd", "GET / HTTP/1.1 \r\nHost: t\r\n\r\n"},
                                         Case{"LowerCaseVersion", "GET / http/1.1\r\nHost: t\r\n\r\n"},
                                         Case{"BadMethod", "G(T / HTTP/1.1\r\nHost: t\r\n\r\n"},
                                         Case{"TlsHello", bytes("\x16\x03\x01\x02\x00\x01")},
                                         Case{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
                                         Case{"Connect",
                                              "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n", 501},
                                         Case{"FiveEmptyLines", "\r\n\r\n\r\n\r\n\r\n"}),
                         name_of);

}  // namespace
}  // namespace http::test
