#pragma once

#include <boost/json/value.hpp>
#include <string_view>

/// The document's examples, by operationId: api/data/openapi_examples.json, which is compiled in. They are of one small
/// department, and refer to each other: the room that createRoom's answer shows is that of createMasterClass' request.
/// tests/openapi sends all of them to a running service, and writes the answers down anew when it is told to.
namespace api {

/// What is sent; null where there is no example.
[[nodiscard]] boost::json::value example_request(std::string_view operation);

/// What comes back, whole; null where there is no example.
[[nodiscard]] boost::json::value example_response(std::string_view operation);

/// Of a parameter in the path or the query; null where there is none.
[[nodiscard]] boost::json::value example_parameter(std::string_view operation, std::string_view name);

/// What the problem response of that name looks like (NotFound, Conflict, ...); null where there is none.
[[nodiscard]] boost::json::value example_problem(std::string_view name);

}  // namespace api
