#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace webhooks {

/// Where a URL leads.
struct UrlParts {
  std::string scheme;  ///< in lower case
  /// In lower case, without brackets; IPv4 in whatever spelling (octal, hexadecimal, one number) is dotted decimal.
  std::string host;
  std::uint16_t port = 0;  ///< the scheme's own if the URL names none; 0 if there is none
};

/// Reads the URL as libcurl will when it connects: two readers that differ are how guards are passed by.
[[nodiscard]] std::optional<UrlParts> parse_url(std::string_view url);

}  // namespace webhooks
