#pragma once

#include <ctime>
#include <string>

#include "http/message.hpp"

namespace http {

/// What decides how an answer is framed, beside the answer itself.
struct Framing {
  bool http11 = true;
  bool head = false;      ///< the request was HEAD
  bool close = false;     ///< the connection ends with this answer
  bool streamed = false;  ///< the length of the body is not known
  std::time_t now = 0;
};

/// An answer's status line and fields, with the empty line. RFC 9112 4, 5, 6.
[[nodiscard]] std::string response_head(const Response& response, const Framing& framing);

/// Whether a body may follow the head: not for HEAD, 204, 304 (RFC 9110 6.4.1).
[[nodiscard]] bool may_have_body(unsigned status, bool head);

/// "Sun, 06 Nov 1994 08:49:37 GMT". RFC 9110 5.6.7. Independent of the locale.
[[nodiscard]] std::string imf_fixdate(std::time_t time);

}  // namespace http
