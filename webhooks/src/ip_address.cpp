#include "webhooks/ip_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace webhooks {
namespace {

constexpr unsigned kMappedBits = 96;
constexpr std::size_t kMappedBytes = kMappedBits / 8;
constexpr unsigned kByteBits = 8;

IpAddress ipv4_at(const IpAddress& address, std::size_t offset) {
  IpAddress found;
  found.bytes[10] = 0xFF;
  found.bytes[11] = 0xFF;
  std::copy_n(address.bytes.begin() + static_cast<std::ptrdiff_t>(offset), 4, found.bytes.begin() + kMappedBytes);
  return found;
}

std::vector<AddressBlock> blocks(std::initializer_list<std::string_view> texts) {
  std::vector<AddressBlock> found;
  for (const std::string_view text : texts) found.push_back(AddressBlock::parse(text).value());
  return found;
}

bool any_contains(const std::vector<AddressBlock>& list, const IpAddress& address) {
  return std::ranges::any_of(list, [&](const AddressBlock& block) { return block.contains(address); });
}

bool is_public_ipv4(const IpAddress& address) {
  static const std::vector<AddressBlock> special =
      blocks({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
              "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
              "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
  return !any_contains(special, address);
}

bool is_public_ipv6(const IpAddress& address) {
  static const AddressBlock nat64 = AddressBlock::parse("64:ff9b::/96").value();
  static const AddressBlock six_to_four = AddressBlock::parse("2002::/16").value();
  static const AddressBlock unicast = AddressBlock::parse("2000::/3").value();
  // 2001::/23 is IETF's: Teredo, benchmarks, ORCHID. The others are documentation.
  static const std::vector<AddressBlock> special = blocks({"2001::/23", "2001:db8::/32", "3fff::/20"});
  if (nat64.contains(address)) return is_public_ipv4(ipv4_at(address, 12));
  if (six_to_four.contains(address)) return is_public_ipv4(ipv4_at(address, 2));
  return unicast.contains(address) && !any_contains(special, address);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string terminated(text);
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  in_addr four{};
  if (inet_pton(AF_INET, terminated.c_str(), &four) == 1) {
    IpAddress inside;
    const auto* const raw = reinterpret_cast<const std::uint8_t*>(&four);
    std::copy_n(raw, 4, inside.bytes.begin());
    return ipv4_at(inside, 0);
  }
  IpAddress address;
  if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool IpAddress::is_ipv4() const {
  static const AddressBlock mapped{ipv4_at(IpAddress{}, 0), kMappedBits};
  return mapped.contains(*this);
}

std::string IpAddress::to_string() const {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (is_ipv4()) return inet_ntop(AF_INET, bytes.data() + kMappedBytes, text.data(), text.size());
  return inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
}

std::optional<AddressBlock> AddressBlock::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return AddressBlock{*address};
  const std::string_view digits = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [stopped, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
  // Of what was written as IPv6, the prefix counts from its own beginning.
  const bool is_dotted = text.substr(0, slash).find(':') == std::string_view::npos;
  if (error != std::errc{} || stopped != digits.data() + digits.size() || bits > (is_dotted ? 32U : 128U)) {
    return std::nullopt;
  }
  return AddressBlock{*address, is_dotted ? bits + kMappedBits : bits};
}

bool AddressBlock::contains(const IpAddress& address) const {
  const std::size_t whole = prefix_bits / kByteBits;
  if (!std::equal(first.bytes.begin(), first.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  address.bytes.begin())) {
    return false;
  }
  const unsigned rest = prefix_bits % kByteBits;
  return rest == 0 || ((first.bytes[whole] ^ address.bytes[whole]) >> (kByteBits - rest)) == 0;
}

bool is_public_address(const IpAddress& address) {
  return address.is_ipv4() ? is_public_ipv4(address) : is_public_ipv6(address);
}

}  // namespace webhooks
