#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "exchange.hpp"
#include "list_filters.hpp"
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
  changes,  ///< what has changed after an entry: an answer, or a stream of events
  audit,    ///< a part of the journal
  entry,    ///< GET of what never changes
  search,
  bulk,        ///< POST of many requests
  csv_export,  ///< GET of a file
  csv_import,  ///< POST of one
  other,
};

/// Who may come in by a route, beside what its role says.
enum class Reach {
  everybody,
  unlimited,  ///< no token with a scope: it deals with the whole department
  watchers,   ///< whoever watches the service, as often as he likes
};

inline constexpr std::size_t kUsualBody = 256 * 1024;
inline constexpr std::size_t kImportBody = 5 * 1024 * 1024;

struct Route {
  std::string_view method;
  std::string_view pattern;
  std::optional<scheduler::Role> role;  ///< the lowest that may; nullopt: no token is needed
  void (*handle)(const Environment&, Exchange);
  Operation operation = Operation::other;
  std::string_view id;  ///< OpenAPI operationId
  std::string_view summary;
  Shapes shapes;
  FilterParameters filters = {};                            ///< of a list
  std::optional<scheduler::EventKind> kind = std::nullopt;  ///< of which events it is about
  Reach reach = Reach::everybody;
  std::size_t body_bytes =
      kUsualBody;  ///< that a request may have; another one only where the pattern has no parameter

  [[nodiscard]] bool is_for_watching() const { return reach == Reach::watchers; }
  /// Whether a token with this scope may come in at all; what it then sees and writes is looked at further in.
  [[nodiscard]] bool is_for_scoped(const scheduler::TokenScope& scope) const;
};

/// The names that may stand in the query of the route.
[[nodiscard]] std::vector<std::string_view> query_parameters(const Route& route);

/// Whether the parameter may be there more than once.
[[nodiscard]] bool may_repeat(const Route& route, std::string_view parameter);

/// Every route there is: the router, the roles and the OpenAPI document are made of this one table.
[[nodiscard]] const std::vector<Route>& routes();

}  // namespace api
