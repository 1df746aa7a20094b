#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "routes.hpp"

namespace api {

/// What the operation takes beside its body: the path's names, the query's and the headers, with examples.
[[nodiscard]] boost::json::array parameters_of(const Route& route);

/// What parameters_of() refers to, by name: the same for every operation.
[[nodiscard]] boost::json::object shared_parameters();

}  // namespace api
