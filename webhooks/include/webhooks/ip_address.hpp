#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

/// An IPv4 or IPv6 address. An IPv4-mapped IPv6 address (::ffff:192.0.2.1) is the IPv4 address that it stands for.
struct IpAddress {
  /// In network order; of IPv4, the mapped form (RFC 4291 2.5.5.2).
  std::array<std::uint8_t, 16> bytes{};

  /// "192.0.2.1" with four decimal parts, or RFC 4291 2.2; without brackets and zone. Anything else is nullopt.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);
  [[nodiscard]] bool is_ipv4() const;
  [[nodiscard]] std::string to_string() const;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// All addresses that begin alike: "10.0.0.0/8", "fd00::/8".
struct AddressBlock {
  IpAddress first;
  unsigned prefix_bits = 128;  ///< of the 128 of IpAddress::bytes: 96 more than is written of IPv4

  /// CIDR notation, or an address alone; bits after the prefix are dropped.
  [[nodiscard]] static std::optional<AddressBlock> parse(std::string_view text);
  [[nodiscard]] bool contains(const IpAddress& address) const;

  friend bool operator==(const AddressBlock&, const AddressBlock&) = default;
};

/// Whether the address is of the public Internet: not one of IANA's special-purpose addresses (RFC 6890: this host,
/// private, shared, loopback, link-local, documentation, benchmarks, reserved), no multicast, no broadcast; and of IPv6
/// none outside of 2000::/3 or of Teredo. The translated forms of IPv4 (mapped, NAT64's 64:ff9b::/96, 6to4's 2002::/16)
/// are what the IPv4 address inside is. Pure.
[[nodiscard]] bool is_public_address(const IpAddress& address);

}  // namespace webhooks
