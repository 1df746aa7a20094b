#pragma once

#include <string_view>

namespace api {

/// api/data/openapi_examples.json as it stands there: the build makes a source of it.
extern const std::string_view kOpenApiExamples;

}  // namespace api
