#pragma once

#include <boost/json/object.hpp>
#include <string_view>

#include <tl/expected.hpp>
#include "http/message.hpp"

namespace api {

/// How deep a body's arrays and objects may nest.
inline constexpr std::size_t kMaxDepth = 32;

/// The request's body as a JSON object.
/// @param media_type what the body must be sent as besides application/json
/// @return 415, 400 (no JSON, with the place), 422 (too deep, or no object)
[[nodiscard]] tl::expected<boost::json::object, http::Response> parse_body(const http::Request& request,
                                                                           std::string_view media_type);

/// RFC 7396.
void merge_patch(boost::json::object& target, const boost::json::object& patch);

/// As merge_patch(), but a null for a member that is not there stays in `target`: a reader names it where it is
/// unknown.
void merge_changes(boost::json::object& target, const boost::json::object& changes);

}  // namespace api
