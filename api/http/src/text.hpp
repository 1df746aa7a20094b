#pragma once

#include <string_view>

namespace http {

/// A non-empty token of RFC 9110 5.6.2, such as a method or a field name.
[[nodiscard]] bool is_token(std::string_view text);

/// Well-formed UTF-8 (no overlong forms, no surrogates, nothing past U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace http
