#pragma once

#include <cstddef>
#include <optional>

#include <tl/expected.hpp>
#include "http/message.hpp"
#include "scheduler/time.hpp"
#include "scheduler/zone.hpp"

namespace api {

/// The half-open window of `from` and `to`: RFC 3339 instants, or dates, which begin at midnight in `zone`. So
/// from=2026-12-07&to=2026-12-08 is the 7th of December.
/// @return 422 naming the parameter that is missing, unreadable or in the wrong order
[[nodiscard]] tl::expected<scheduler::Interval, http::Response> window_of(const http::Request& request,
                                                                          const scheduler::TimeZone& zone);

inline constexpr std::size_t kDefaultLimit = 100;
inline constexpr std::size_t kMaxLimit = 1000;

/// The value of `limit`.
/// @return 422 unless it is a number from 1 to kMaxLimit
[[nodiscard]] tl::expected<std::size_t, http::Response> limit_of(const http::Request& request);

/// The value of a switch such as `dryRun`: absent or "false" is false, "true" is true.
/// @return 422 for anything else
[[nodiscard]] tl::expected<bool, http::Response> flag_of(const http::Request& request, std::string_view name);

/// "<...>; rel="next"" (RFC 8288): the request's own target with `cursor` in its query, under the name `parameter`.
[[nodiscard]] std::string next_link(const http::Request& request, std::string_view public_url, std::string_view cursor,
                                    std::string_view parameter = "cursor");

}  // namespace api
