#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

class BodyStream;

/// Field names and values in the order of the message. Names compare without regard to case.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// A complete request: its syntax is checked, its target decoded, its body whole and within the limit.
/// What the bytes mean (JSON, tokens, ids) is still unchecked.
struct Request {
  std::string method;  ///< any token, case kept: "GET", "PROPFIND"
  std::string target;  ///< origin-form as sent ("/v1/rooms?limit=5"); "*" only with OPTIONS
  /// Path segments, percent-decoded, valid UTF-8 without NUL: "/v1/a%2Fb" -> {"v1", "a/b"}; "/" -> {}; "/v1/" -> {"v1",
  /// ""}. Dot segments are not resolved.
  std::vector<std::string> segments;
  /// Query parameters, decoded ('+' is a space), in order; names may repeat. "?a" has the value "".
  std::vector<std::pair<std::string, std::string>> query;
  Headers headers;   ///< without the trailer fields of a chunked body
  std::string body;  ///< chunks joined
  std::string peer;  ///< "127.0.0.1:40000", "[::1]:40000"; behind a proxy, the proxy's

  /// The first field of that name, if any; valid as long as the request. Linear.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  /// The first parameter of that name (exact case), if any; valid as long as the request. Linear.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
};

/// An answer. The server adds Date, Content-Length and Connection, and drops those (and Transfer-Encoding) from
/// `headers`, except that "Connection: close" is honoured. Names that are no tokens are dropped; control characters in
/// values become spaces.
struct Response {
  unsigned status = 200;  ///< 200..599; anything else is sent as 500
  Headers headers;
  /// Shared, never copied; null is empty. To HEAD answer as to GET: the length is told and the body held back. Not sent
  /// with 204 and 304.
  std::shared_ptr<const std::string> body = {};
  /// If set, the body comes from there, as it is written, and `body` is ignored. See http/body_stream.hpp.
  std::shared_ptr<BodyStream> stream = {};
};

/// ASCII comparison without regard to case, as field names and tokens need it.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace http
