#pragma once

#include <boost/json/fwd.hpp>
#include <string_view>

namespace codec {

/// Beside `required`, which names what a client must send: the members that an answer always has.
inline constexpr std::string_view kAlwaysPresent = "x-always-present";

/// The JSON Schema (2020-12, as OpenAPI 3.1 takes it) of what the API shows of a `T`: read-only fields are marked so,
/// and each object says under kAlwaysPresent what is always there.
/// `T` as in codec/json.hpp, but MasterClass, OfficeHours, Visit and Trip for the four kinds of events.
template <class T>
[[nodiscard]] boost::json::object schema_of();

}  // namespace codec
