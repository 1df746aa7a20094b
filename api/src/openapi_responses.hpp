#pragma once

#include <boost/json/object.hpp>

#include "routes.hpp"
#include "schema_views.hpp"

namespace api {

/// Every status that the operation answers with: what it succeeds with, and references to the problems that go with
/// what it does. What is no request at all (400, 408, 414, 431, 501, 505) is refused before there is an operation.
[[nodiscard]] boost::json::object responses_of(const Route& route, SchemaViews& views);

/// Whether a success comes without the object where "Prefer: return=minimal" asks for that.
[[nodiscard]] bool can_be_minimal(const Route& route);

/// What responses_of() refers to, by name: one response for each problem's status, with an example.
[[nodiscard]] boost::json::object problem_responses();

/// The headers that responses refer to, by name.
[[nodiscard]] boost::json::object response_headers();

}  // namespace api
