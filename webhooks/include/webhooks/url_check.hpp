#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "webhooks/ip_address.hpp"

namespace webhooks {

/// What an operator has opened beyond the public Internet over https. A value; reads are thread-safe.
class Allowed {
 public:
  /// Nothing beyond.
  Allowed() = default;

  /// Each entry is a host's name, an address or a block of addresses (CIDR); with ":port" it is for that port only.
  /// IPv6 before a port stands in brackets: "intranet.example.org:8443", "10.20.0.0/16", "[fd00::/8]:443".
  /// @return a sentence about the first entry that is none of these
  [[nodiscard]] static tl::expected<Allowed, std::string> parse(const std::vector<std::string>& entries);

  /// Whether a host is named so, or is an address of an entry: http is allowed to it, and whatever its name leads to.
  [[nodiscard]] bool allows_host(std::string_view host, std::uint16_t port) const;
  /// Whether one may connect there, public or not.
  [[nodiscard]] bool allows_address(const IpAddress& address, std::uint16_t port) const;

 private:
  struct Entry {
    std::string host;                   ///< in lower case; empty: a block
    AddressBlock block;                 ///< if there is no host
    std::optional<std::uint16_t> port;  ///< any, if there is none
  };
  [[nodiscard]] static std::optional<Entry> parse_entry(std::string_view text);

  std::vector<Entry> entries_;
};

/// Whether notices may be sent to `url`, as far as the text tells: https (http only to allowed hosts), no user, no
/// fragment, at most 2,048 characters of RFC 3986, and a host that is not on the face of it a private one, in whatever
/// spelling. What a name leads to is looked at with each connection. Pure: asks no resolver.
/// @return a sentence for the client: what is wrong, and what to do
[[nodiscard]] tl::expected<void, std::string> check_url(std::string_view url, const Allowed& allowed);

/// Scheme, host and port, "https://example.org:8443": what of a URL may be shown in logs, as paths and queries hold
/// secrets. "(no URL)" if it is none.
[[nodiscard]] std::string shown_url(std::string_view url);

}  // namespace webhooks
