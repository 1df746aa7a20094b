#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace api {

/// `text` for HTML, in element content and in quoted attributes.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// A page of ours: no script, a style of its own, not to be framed, not to be found by search engines.
/// @param title unescaped
/// @param body HTML
[[nodiscard]] http::Response html_page(unsigned status, std::string_view title, const std::string& body);

}  // namespace api
