#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

/// A request target, decoded.
struct Target {
  std::string origin;                    ///< path and query as sent: absolute-form without scheme and authority
  std::optional<std::string> authority;  ///< of the absolute form, where it replaces the Host field (RFC 9112 3.2.2)
  std::vector<std::string> segments;     ///< see Request::segments
  std::vector<std::pair<std::string, std::string>> query;  ///< see Request::query
};

/// Origin-form, absolute-form (http, https), or "*" for OPTIONS. RFC 9112 3.2.
/// Nothing if it is none of these, or if what it decodes to has a NUL or is not UTF-8.
[[nodiscard]] std::optional<Target> parse_target(std::string_view method, std::string_view text);

/// Whether `text` may stand in a Host field: empty, or host and optional port, no user. RFC 9110 7.2.
[[nodiscard]] bool is_host(std::string_view text);

}  // namespace http
