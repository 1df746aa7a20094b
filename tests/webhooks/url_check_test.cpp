#include "webhooks/url_check.hpp"

#include <gmock/gmock.h>

namespace webhooks {
namespace {

using ::testing::HasSubstr;

Allowed allowing(const std::vector<std::string>& entries) { return Allowed::parse(entries).value(); }

std::string refusal(std::string_view url, const Allowed& allowed = {}) {
  const auto verdict = check_url(url, allowed);
  return verdict ? "" : verdict.error();
}

TEST(UrlCheck, TakesPublicHttpsUrls) {
  for (const char* url :
       {"https://example.org", "https://example.org/hooks?token=a%20b&x=1", "HTTPS://Example.ORG:8443/",
        "https://93.184.216.34/x", "https://[2606:4700:4700::1111]:8443/", "https://example.org./",
        "https://hooks.xn--e1afmkfd.example/"}) {
    EXPECT_EQ(refusal(url), "") << url;
  }
}

TEST(UrlCheck, RefusesWhatIsNoHttpsUrl) {
  EXPECT_THAT(refusal("http://example.org/"), HasSubstr("https only"));
  EXPECT_THAT(refusal("ftp://example.org/"), HasSubstr("must begin with https://"));
  for (const char* url : {"", "example.org", "//example.org", "https:", "https://", "https:///x", "https:example.org",
                          "https:/example.org", "file:///etc/passwd", "gopher://example.org:6379/_x", "https://:443/",
                          "https://example.org:0/", "https://example.org:70000/", "https://example.org:port/",
                          "https://[::1", "javascript:alert(1)"}) {
    EXPECT_NE(refusal(url), "") << url;
  }
  EXPECT_THAT(refusal("https://example.org/" + std::string(2048, 'a')), HasSubstr("2,048"));
}

TEST(UrlCheck, RefusesUsersFragmentsAndOddCharacters) {
  for (const char* url : {"https://user:password@example.org/", "https://user@example.org/", "https://@example.org/",
                          "https://example.org@127.0.0.1/", "https://a%40b@example.org/"}) {
    EXPECT_THAT(refusal(url), HasSubstr("names a user")) << url;
  }
  EXPECT_EQ(refusal("https://example.org/a@b?c@d"), "");
  EXPECT_THAT(refusal("https://example.org/#x"), HasSubstr("fragment"));
  for (const std::string url :
       {"https://example.org\\@127.0.0.1/", "https://exa mple.org/", "https://example.org/\n",
        "https://example.org/\x7F", "https://\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x97.0.0.1/", "https://example.org/{x}"}) {
    EXPECT_THAT(refusal(url), HasSubstr("RFC 3986")) << url;
  }
  EXPECT_NE(refusal(std::string_view("https://example.org\0.evil.example/", 34)), "");
}

TEST(UrlCheck, RefusesPrivateAddressesInEverySpelling) {
  for (const char* host : {"127.0.0.1",
                           "127.1",
                           "127.0.1",
                           "2130706433",
                           "0x7f000001",
                           "0x7f.0.0.1",
                           "0177.0.0.1",
                           "017700000001",
                           "0",
                           "0.0.0.0",
                           "10.0.0.1",
                           "0xa.1",
                           "169.254.169.254",
                           "2852039166",
                           "0xA9FEA9FE",
                           "0251.0376.0251.0376",
                           "192.168.1.1",
                           "100.64.0.1",
                           "[::1]",
                           "[::]",
                           "[fd00::1]",
                           "[fe80::1]",
                           "[::ffff:127.0.0.1]",
                           "[::ffff:7f00:1]",
                           "[64:ff9b::127.0.0.1]",
                           "[2002:7f00:1::]",
                           "%31%32%37.0.0.1",
                           "127.0.0.1.",
                           "0x7f.1.",
                           "1.2.3.4.5",
                           "a.0x1",
                           "255.255.255.255",
                           "224.0.0.1"}) {
    EXPECT_NE(refusal("https://" + std::string(host) + "/"), "") << host;
  }
  EXPECT_THAT(refusal("https://0x7f.1:8443/"), HasSubstr("127.0.0.1, which is no public address"));
}

TEST(UrlCheck, RefusesLocalNames) {
  for (const char* host : {"localhost", "LOCALHOST", "localhost.", "a.localhost", "redis", "intranet"}) {
    EXPECT_THAT(refusal("https://" + std::string(host) + "/"), HasSubstr("local name")) << host;
  }
}

TEST(UrlCheck, TakesWhatTheOperatorAllows) {
  EXPECT_EQ(refusal("http://intranet:8080/x", allowing({"intranet"})), "");
  EXPECT_EQ(refusal("http://Intranet.Example.org/x", allowing({"intranet.example.ORG"})), "");
  EXPECT_EQ(refusal("http://127.0.0.1:9/", allowing({"127.0.0.1"})), "");
  EXPECT_EQ(refusal("http://0x7f.1/", allowing({"127.0.0.0/8"})), "");
  EXPECT_EQ(refusal("https://[fd00::5]/", allowing({"fd00::/8"})), "");
  EXPECT_EQ(refusal("https://[fd00::5]:8443/", allowing({"[fd00::/8]:8443"})), "");
  EXPECT_EQ(refusal("https://[::ffff:10.0.0.1]/", allowing({"10.0.0.0/8"})), "");
}

TEST(UrlCheck, AllowsNoMoreThanThat) {
  EXPECT_NE(refusal("http://intranet2/", allowing({"intranet"})), "");
  EXPECT_NE(refusal("http://a.intranet/", allowing({"intranet"})), "");
  EXPECT_NE(refusal("http://127.0.0.2/", allowing({"127.0.0.1"})), "");
  EXPECT_NE(refusal("http://127.0.0.1:8081/", allowing({"127.0.0.1:8080"})), "");
  EXPECT_NE(refusal("http://intranet/", allowing({"intranet:8080"})), "");
  EXPECT_NE(refusal("http://user@intranet/", allowing({"intranet"})), "");
  EXPECT_NE(refusal("ftp://intranet/", allowing({"intranet"})), "");
}

TEST(Allowed, SaysWhichEntryItCannotRead) {
  for (const std::string text : {"", "http://host", "host:", "host:0", "host:70000", "10.0.0.0/99", "[::1", "[::1]80",
                                 "a b", "host/8", "user@host"}) {
    const auto allowed = Allowed::parse({"fine.example", text});
    ASSERT_FALSE(allowed.has_value()) << text;
    EXPECT_THAT(allowed.error(), HasSubstr("\"" + text + "\" is no host"));
  }
}

TEST(ShownUrl, LeavesOutWhatMayBeSecret) {
  EXPECT_EQ(shown_url("https://user:pw@Example.org/services/T0/secret?key=secret"), "https://example.org:443");
  EXPECT_EQ(shown_url("http://[::1]:8080/x"), "http://[::1]:8080");
  EXPECT_EQ(shown_url("secret"), "(no URL)");
}

}  // namespace
}  // namespace webhooks
