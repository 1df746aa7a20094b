#pragma once

#include <optional>
#include <string_view>

#include <tl/expected.hpp>
#include "http/message.hpp"
#include "scheduler/error.hpp"

namespace api {

/// Which version a change may be made to, out of If-Match; nullopt is any ("*").
/// @param current the version that the object has now
/// @return 428 without the field, 412 when no entity tag in it is the current one
[[nodiscard]] tl::expected<std::optional<scheduler::Version>, http::Response> expected_version(
    const http::Request& request, scheduler::Version current);

/// Whether If-None-Match names `etag`, weakly compared as RFC 9110 13.1.2 wants it.
[[nodiscard]] bool none_match_fails(const http::Request& request, std::string_view etag);

}  // namespace api
