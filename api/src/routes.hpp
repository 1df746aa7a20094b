#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "exchange.hpp"
#include "scheduler/access_token.hpp"

namespace api {

/// What a route takes or gives, by the names of the OpenAPI document's schemas; empty: nothing.
struct Shapes {
  std::string_view request;
  std::string_view response;
};

/// How an operation is described to clients.
enum class Operation {
  create,
  get,
  list,
  list_all,  ///< a list that comes whole
  patch,
  remove,
  act,               ///< POST on one object: it is decided on; a body is not needed
  patch_occurrence,  ///< like patch, for one occurrence or for all from it on
  remove_occurrence,
  ask,  ///< POST that only asks
  agenda,
  slots,
  free_busy,
  conflicts,
  other,
};

struct Route {
  std::string_view method;
  std::string_view pattern;
  std::optional<scheduler::Role> role;  ///< the lowest that may; nullopt: no token is needed
  void (*handle)(const Environment&, Exchange);
  Operation operation = Operation::other;
  std::string_view id;  ///< OpenAPI operationId
  std::string_view summary;
  Shapes shapes;
};

/// The names that may stand in the query of the route.
[[nodiscard]] std::vector<std::string_view> query_parameters(const Route& route);

/// Whether the parameter may be there more than once.
[[nodiscard]] bool may_repeat(const Route& route, std::string_view parameter);

/// Every route there is: the router, the roles and the OpenAPI document are made of this one table.
[[nodiscard]] const std::vector<Route>& routes();

}  // namespace api
