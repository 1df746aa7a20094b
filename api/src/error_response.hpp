#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "http/message.hpp"
#include "scheduler/error.hpp"
#include "scheduler/zone.hpp"

namespace api {

/// The one table from what can go wrong to what the client is told (RFC 9457; types are listed in API.md).
/// What nobody outside may know goes to `report`.
/// @param zone in which times are told to people
[[nodiscard]] http::Response error_response(const scheduler::Error& error,
                                            const std::function<void(std::string_view)>& report,
                                            const scheduler::TimeZone& zone);

/// 412: the object has another version now.
[[nodiscard]] http::Response stale(scheduler::Version current);

/// 422 with one entry of `errors` for each.
[[nodiscard]] http::Response invalid_input(const std::vector<scheduler::InvalidField>& fields);
[[nodiscard]] http::Response invalid_input(std::string pointer, std::string detail);

[[nodiscard]] http::Response not_found();

/// 410: the journal does not reach back to there, or is another one.
/// @param head of the journal; @param oldest the first entry that is kept, where that is known
[[nodiscard]] http::Response no_longer_kept(scheduler::Position head, std::optional<scheduler::Position> oldest);

}  // namespace api
