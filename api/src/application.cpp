#include "api/application.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "authentication.hpp"
#include "error_response.hpp"
#include "exchange.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "openapi.hpp"
#include "routes.hpp"

namespace api {

class Application::Impl {
 public:
  Impl(Services services, Department department) : environment_(std::move(services), std::move(department)) {
    for (const Route& route : routes()) router_.add(route.method, route.pattern);
    environment_.openapi = openapi_document(routes(), environment_.department);
  }

  void handle(http::Request request, http::Responder responder) const {
    Exchange exchange{std::move(request), {}, with_staleness(std::move(responder)), nullptr};
    const auto match = router_.match(exchange.request.method, exchange.request.segments);
    const auto* found = std::get_if<http::Router::Found>(&match);
    const Route* route = found != nullptr ? &routes()[found->route] : nullptr;
    // What lies under /v1 is nobody's business without a token, not even which paths there are.
    const auto needed = route != nullptr ? route->role : role_outside_routes(exchange.request);
    if (needed) {
      auto token = authenticate(exchange.request, *environment_.services.scheduling.schedule(), *needed);
      if (!token) return exchange.responder.send(token.error());
      exchange.token = std::move(*token);
    }
    if (route == nullptr) return exchange.responder.send(without_route(match));
    if (const auto unknown = unknown_parameter(*route, exchange.request)) {
      return exchange.responder.send(
          invalid_input("?" + *unknown, "is not known here, or is there twice: GET /openapi.json lists what is"));
    }
    exchange.parameters = found->parameters;
    route->handle(environment_, std::move(exchange));
  }

 private:
  static std::optional<scheduler::Role> role_outside_routes(const http::Request& request) {
    const bool is_api = !request.segments.empty() && request.segments.front() == "v1";
    return is_api ? std::optional(scheduler::Role::viewer) : std::nullopt;
  }

  /// A mistyped dryRun would write, a mistyped filter would filter nothing: both are refused. Elsewhere than under /v1
  /// clients may add what they like (calendar programs do).
  static std::optional<std::string> unknown_parameter(const Route& route, const http::Request& request) {
    if (!route.role) return std::nullopt;
    const std::vector<std::string_view> known = query_parameters(route);
    std::set<std::string_view> seen;
    for (const auto& [name, value] : request.query) {
      const bool is_known = std::find(known.begin(), known.end(), name) != known.end();
      if (!is_known || (!seen.insert(name).second && !may_repeat(route, name))) return name;
    }
    return std::nullopt;
  }

  static http::Response without_route(const http::Router::Match& match) {
    if (const auto* options = std::get_if<http::Router::Options>(&match)) {
      return {204, {{"Allow", options->allow}}, nullptr};
    }
    if (const auto* wrong = std::get_if<http::Router::MethodNotAllowed>(&match)) {
      auto response = http::problem(405, "/problems/method-not-allowed", "This method is not for this path",
                                    "Allowed here: " + wrong->allow + '.');
      response.headers.emplace_back("Allow", wrong->allow);
      return response;
    }
    return not_found();
  }

  /// While the store cannot be reached, every answer says how old it may be.
  http::Responder with_staleness(http::Responder responder) const {
    const auto age = environment_.services.scheduling.staleness();
    if (age == std::chrono::seconds{0}) return responder;
    auto inner = std::make_shared<http::Responder>(std::move(responder));
    return http::Responder([inner, age](http::Response response) {
      response.headers.emplace_back("Karvon-Staleness", std::to_string(age.count()));
      inner->send(std::move(response));
    });
  }

  Environment environment_;
  http::Router router_;
};

Application::Application(Services services, Department department)
    : impl_(std::make_unique<const Impl>(std::move(services), std::move(department))) {}

Application::~Application() = default;

void Application::handle(http::Request request, http::Responder responder) const {
  impl_->handle(std::move(request), std::move(responder));
}

}  // namespace api
