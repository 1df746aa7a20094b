#pragma once

#include <string>
#include <vector>

#include "http/message.hpp"

namespace api {

/// From which address the request came, without the port. Where that is a proxy in `trusted`, the last address in
/// X-Forwarded-For that is none of them: what stands before it anybody can write.
[[nodiscard]] std::string client_address(const http::Request& request, const std::vector<std::string>& trusted);

}  // namespace api
