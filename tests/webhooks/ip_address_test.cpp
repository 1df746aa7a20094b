#include "webhooks/ip_address.hpp"

#include <gtest/gtest.h>

namespace webhooks {
namespace {

bool is_public(std::string_view text) {
  const auto address = IpAddress::parse(text);
  EXPECT_TRUE(address.has_value()) << text;
  return address && is_public_address(*address);
}

TEST(PublicAddress, IsOneOfTheInternet) {
  for (const char* text : {"1.1.1.1",
                           "9.255.255.255",
                           "11.0.0.0",
                           "93.184.216.34",
                           "100.63.255.255",
                           "100.128.0.0",
                           "126.255.255.255",
                           "128.0.0.1",
                           "169.253.255.255",
                           "169.255.0.0",
                           "172.15.255.255",
                           "172.32.0.0",
                           "192.0.1.0",
                           "192.167.255.255",
                           "192.169.0.0",
                           "198.17.255.255",
                           "198.20.0.0",
                           "223.255.255.255",
                           "2606:4700:4700::1111",
                           "2001:200::1",
                           "2a00:1450:4001:82a::200e"}) {
    EXPECT_TRUE(is_public(text)) << text;
  }
}

TEST(PublicAddress, IsNoneOfTheSpecialPurposeIpv4Addresses) {
  for (const char* text :
       {"0.0.0.0",      "0.1.2.3",         "10.0.0.1",    "10.255.255.255",  "100.64.0.1", "100.127.255.255",
        "127.0.0.1",    "127.255.255.255", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8",    "192.0.2.1",       "192.88.99.1", "192.168.0.1",     "198.18.0.1", "198.19.255.255",
        "198.51.100.1", "203.0.113.1",     "224.0.0.1",   "239.255.255.255", "240.0.0.1",  "255.255.255.255"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
}

TEST(PublicAddress, IsNoneOfTheSpecialPurposeIpv6Addresses) {
  for (const char* text : {"::",
                           "::1",
                           "::2",
                           "::10.0.0.1",
                           "::8.8.8.8",
                           "fc00::1",
                           "fd12:3456::1",
                           "fdff:ffff::1",
                           "fe80::1",
                           "febf::1",
                           "fec0::1",
                           "ff02::1",
                           "100::1",
                           "2001::1",
                           "2001:0:53aa:64c:0:fbff:f5ff:fffe",
                           "2001:2::1",
                           "2001:10::1",
                           "2001:db8::1",
                           "3fff::1",
                           "4000::1",
                           "5f00::1",
                           "64:ff9b:1::10.0.0.1",
                           "::ffff:0:8.8.8.8"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
}

TEST(PublicAddress, IsWhatTheIpv4AddressInsideIs) {
  for (const char* form : {"::ffff:", "64:ff9b::"}) {
    EXPECT_TRUE(is_public(std::string(form) + "8.8.8.8")) << form;
    for (const char* inside : {"127.0.0.1", "10.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "0.0.0.0"}) {
      EXPECT_FALSE(is_public(std::string(form) + inside)) << form << inside;
    }
  }
  EXPECT_TRUE(is_public("2002:808:808::1"));
  EXPECT_FALSE(is_public("2002:7f00:1::1"));
  EXPECT_FALSE(is_public("2002:a00:1::1"));
  EXPECT_FALSE(is_public("2002:a9fe:a9fe::"));
}

TEST(IpAddress, IsReadAndWritten) {
  EXPECT_EQ(IpAddress::parse("192.0.2.1").value().to_string(), "192.0.2.1");
  EXPECT_EQ(IpAddress::parse("::ffff:192.0.2.1"), IpAddress::parse("192.0.2.1"));
  EXPECT_EQ(IpAddress::parse("2001:DB8:0::1").value().to_string(), "2001:db8::1");
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "256.1.1.1", "0x7f.0.0.1", "2130706433", "[::1]", "fe80::1%eth0",
                           "1.2.3.4 ", "host"}) {
    EXPECT_FALSE(IpAddress::parse(text).has_value()) << text;
  }
}

TEST(AddressBlock, HoldsWhatBeginsAlike) {
  const auto block = AddressBlock::parse("10.20.0.0/14").value();
  EXPECT_TRUE(block.contains(IpAddress::parse("10.20.0.0").value()));
  EXPECT_TRUE(block.contains(IpAddress::parse("10.23.255.255").value()));
  EXPECT_FALSE(block.contains(IpAddress::parse("10.24.0.0").value()));
  EXPECT_FALSE(block.contains(IpAddress::parse("a14::1").value()));
  EXPECT_TRUE(AddressBlock::parse("fd00::/8").value().contains(IpAddress::parse("fdab::1").value()));
  EXPECT_TRUE(AddressBlock::parse("0.0.0.0/0").value().contains(IpAddress::parse("255.1.2.3").value()));
  EXPECT_FALSE(AddressBlock::parse("0.0.0.0/0").value().contains(IpAddress::parse("::1").value()));
  EXPECT_FALSE(AddressBlock::parse("10.0.0.1").value().contains(IpAddress::parse("10.0.0.2").value()));
  for (const char* text : {"10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "/8", "host/8"}) {
    EXPECT_FALSE(AddressBlock::parse(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace webhooks
