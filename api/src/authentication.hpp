#pragma once

#include <tl/expected.hpp>
#include "http/message.hpp"
#include "scheduler/access_token.hpp"
#include "scheduler/schedule.hpp"

namespace api {

/// The token of the request's "Authorization: Bearer kv_..." (RFC 6750).
/// @return 401 when there is none, or an unknown one; 403 when its role is lower than `needed`
[[nodiscard]] tl::expected<scheduler::RecordPtr<scheduler::AccessToken>, http::Response> authenticate(
    const http::Request& request, const scheduler::Schedule& schedule, scheduler::Role needed);

}  // namespace api
