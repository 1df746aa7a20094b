#pragma once

#include <boost/json/fwd.hpp>

namespace codec {

/// The JSON Schema (2020-12, as OpenAPI 3.1 takes it) of what the API shows of a `T`: read-only fields are marked so.
/// `T` as in codec/json.hpp, but MasterClass, OfficeHours, Visit and Trip for the four kinds of events.
template <class T>
[[nodiscard]] boost::json::object schema_of();

}  // namespace codec
