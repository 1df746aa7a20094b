#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "http/message.hpp"
#include "scheduler/access_token.hpp"
#include "scheduler/schedule.hpp"

namespace api {

/// What stands after "Bearer " in the request's Authorization; empty where there is no such thing. Valid as long as the
/// request.
[[nodiscard]] std::string_view bearer_of(const http::Request& request);

/// The token of the request's "Authorization: Bearer kv_..." (RFC 6750).
/// @return 401 when there is none, an unknown one, or one that has expired by `now`; 403 when its role is lower than
///         `needed`
[[nodiscard]] tl::expected<scheduler::RecordPtr<scheduler::AccessToken>, http::Response> authenticate(
    const http::Request& request, const scheduler::Schedule& schedule, scheduler::Role needed, scheduler::Instant now);

}  // namespace api
