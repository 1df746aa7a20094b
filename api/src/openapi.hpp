#pragma once

#include <string>
#include <vector>

#include "api/application.hpp"
#include "routes.hpp"

namespace api {

/// The OpenAPI 3.1 document of these routes, as JSON text.
[[nodiscard]] std::string openapi_document(const std::vector<Route>& routes, const Department& department);

}  // namespace api
