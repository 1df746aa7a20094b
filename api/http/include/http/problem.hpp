#pragma once

#include <string_view>

#include "http/message.hpp"

namespace http {

/// An RFC 9457 answer (application/problem+json) with the members type, title, status and, unless empty, detail.
/// `type` is a URI reference such as "/problems/not-found". The texts are escaped for JSON; bytes that are not UTF-8
/// become '?'.
[[nodiscard]] Response problem(unsigned status, std::string_view type, std::string_view title,
                               std::string_view detail = {});

/// The reason phrase of a status ("Not Found"); "Status" for one without a name.
[[nodiscard]] std::string_view reason_phrase(unsigned status);

}  // namespace http
