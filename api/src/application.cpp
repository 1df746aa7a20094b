#include "api/application.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "authentication.hpp"
#include "client_address.hpp"
#include "error_response.hpp"
#include "exchange.hpp"
#include "http/problem.hpp"
#include "http/router.hpp"
#include "metrics.hpp"
#include "openapi.hpp"
#include "rate_limiter.hpp"
#include "routes.hpp"
#include "write.hpp"

namespace api {
namespace {

std::vector<std::string_view> names_of_routes() {
  std::vector<std::string_view> names;
  for (const Route& route : routes()) names.push_back(route.id);
  return names;
}

http::Response too_many_requests(std::chrono::seconds pause) {
  auto response = http::problem(429, "/problems/too-many-requests", "Too many requests",
                                "Wait as long as Retry-After says, and ask less often: GET /v1/changes?wait=60 tells "
                                "what has changed without asking again and again.");
  response.headers.emplace_back("Retry-After", std::to_string(pause.count()));
  return response;
}

/// The target of a request of our own, decoded as the server would.
void decode_target(http::Request& request) {
  const auto url = boost::urls::parse_origin_form(request.target);
  if (!url) return;
  for (const auto& segment : url->segments()) request.segments.emplace_back(segment);
  for (const auto& parameter : url->params()) request.query.emplace_back(parameter.key, parameter.value);
}

}  // namespace

class Application::Impl {
 public:
  Impl(Services services, Department department, RateLimits limits)
      : environment_(std::move(services), std::move(department)),
        limits_(std::move(limits)),
        token_rate_(limits_.per_token, limits_.per_token * limits_.burst_seconds),
        address_rate_(limits_.per_address, limits_.per_address * limits_.burst_seconds),
        metrics_(names_of_routes()) {
    for (const Route& route : routes()) router_.add(route.method, route.pattern);
    environment_.openapi = openapi_document(routes(), environment_.department);
    environment_.metrics = &metrics_;
    environment_.serve_for = [this](http::Request request, scheduler::RecordPtr<scheduler::AccessToken> token,
                                    std::optional<scheduler::IdempotencyKey> key, http::Responder responder) {
      decode_target(request);
      Exchange exchange{std::move(request), {}, std::move(responder), std::move(token), std::move(key)};
      serve_item(std::move(exchange));
    };
  }

  ~Impl() {
    environment_.worker.stop();
    environment_.export_worker.stop();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void handle(http::Request request, http::Responder responder) {
    const auto match = router_.match(request.method, request.segments);
    const auto* found = std::get_if<http::Router::Found>(&match);
    const Route* route = found != nullptr ? &routes()[found->route] : nullptr;
    Exchange exchange{std::move(request),
                      {},
                      observed(std::move(responder), found != nullptr ? found->route : routes().size()),
                      nullptr};
    // What lies under /v1 is nobody's business without a token, not even which paths there are.
    const auto needed = route != nullptr ? route->role : role_outside_routes(exchange.request);
    if (auto refusal = needed ? admit(exchange, *needed) : admit_stranger(exchange, route)) {
      return exchange.responder.send(std::move(*refusal));
    }
    if (route == nullptr) return exchange.responder.send(without_route(match));
    run(*route, found->parameters, std::move(exchange));
  }

 private:
  using Clock = std::chrono::steady_clock;

  /// One item of a bulk request: its sender has been let in, with a token whose role may be too low for this.
  void serve_item(Exchange exchange) {
    const auto match = router_.match(exchange.request.method, exchange.request.segments);
    const auto* found = std::get_if<http::Router::Found>(&match);
    if (found == nullptr) return exchange.responder.send(without_route(match));
    const Route& route = routes()[found->route];
    if (route.role) {
      const auto token = authenticate(exchange.request, *environment_.services.scheduling.schedule(), *route.role,
                                      environment_.services.clock.now());
      if (!token) return exchange.responder.send(token.error());
    }
    run(route, found->parameters, std::move(exchange));
  }

  void run(const Route& route, const http::Router::Parameters& parameters, Exchange exchange) {
    if (const auto unknown = unknown_parameter(route, exchange.request)) {
      return exchange.responder.send(
          invalid_input("?" + *unknown, "is not known here, or is there twice: GET /openapi.json lists what is"));
    }
    if (exchange.token && exchange.token->value.scope.limits() && !route.is_for_scoped(exchange.token->value.scope)) {
      return exchange.responder.send(http::problem(403, "/problems/forbidden", "Your token does not allow this",
                                                   "It is limited to some kinds of events or to some rooms, and this "
                                                   "goes beyond. Ask an admin for another one."));
    }
    exchange.parameters = parameters;
    if (exchange.token) exchange = with_repetition(environment_, std::move(exchange));
    route.handle(environment_, std::move(exchange));
  }

  /// Lets in who has a token. @return why not
  std::optional<http::Response> admit(Exchange& exchange, scheduler::Role needed) {
    const auto now = environment_.services.clock.now();
    auto token = authenticate(exchange.request, *environment_.services.scheduling.schedule(), needed, now);
    if (!token) {
      const auto pause = address_rate_.take(address_of(exchange), Clock::now());
      return pause ? limited(*pause) : token.error();
    }
    exchange.token = std::move(*token);
    environment_.services.token_uses.note(exchange.token->id, now);
    const auto pause = token_rate_.take(exchange.token->id.to_string(), Clock::now());
    return pause ? std::optional(limited(*pause)) : std::nullopt;
  }

  /// Whoever watches the service must be able to, however much it has to do.
  std::optional<http::Response> admit_stranger(const Exchange& exchange, const Route* route) {
    if (route != nullptr && route->is_for_watching()) return std::nullopt;
    const auto pause = address_rate_.take(address_of(exchange), Clock::now());
    return pause ? std::optional(limited(*pause)) : std::nullopt;
  }

  [[nodiscard]] std::string address_of(const Exchange& exchange) const {
    return client_address(exchange.request, limits_.trusted_proxies);
  }

  http::Response limited(std::chrono::seconds pause) {
    metrics_.count_limited();
    return too_many_requests(pause);
  }

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

  /// Counts the answer. While the store cannot be reached, it says how old it may be.
  http::Responder observed(http::Responder responder, std::size_t route) {
    const auto age = environment_.services.scheduling.staleness();
    auto inner = std::make_shared<http::Responder>(std::move(responder));
    return http::Responder(
        [this, inner, age, route, began = Clock::now()](http::Response response) {
          metrics_.count(route, response.status, Clock::now() - began);
          if (age > std::chrono::seconds{0}) {
            response.headers.emplace_back("Karvon-Staleness", std::to_string(age.count()));
          }
          inner->send(std::move(response));
        },
        [inner] { return inner->is_awaited(); });
  }

  Environment environment_;
  RateLimits limits_;
  RateLimiter token_rate_;
  RateLimiter address_rate_;
  Metrics metrics_;
  http::Router router_;
};

Application::Application(Services services, Department department, RateLimits limits)
    : impl_(std::make_unique<Impl>(std::move(services), std::move(department), std::move(limits))) {}

Application::~Application() = default;

void Application::handle(http::Request request, http::Responder responder) const {
  impl_->handle(std::move(request), std::move(responder));
}

std::size_t Application::body_limit(std::string_view method, std::string_view path) {
  for (const Route& route : routes()) {
    if (route.body_bytes != kUsualBody && route.pattern == path && route.method == method) return route.body_bytes;
  }
  return kUsualBody;
}

}  // namespace api
