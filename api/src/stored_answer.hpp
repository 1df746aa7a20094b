#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace api {

/// An answer as a text, for the idempotency record that is written with the change.
[[nodiscard]] std::string to_text(const http::Response& response);

/// @throws std::runtime_error if the text is not what to_text() wrote
[[nodiscard]] http::Response response_of(std::string_view text);

}  // namespace api
