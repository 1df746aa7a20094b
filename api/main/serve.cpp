#include "serve.hpp"

#include <pthread.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <thread>

#include "api/application.hpp"
#include "api/change_feed.hpp"
#include "api/department_file.hpp"
#include "api/secret.hpp"
#include "first_start.hpp"
#include "http/problem.hpp"
#include "http/server.hpp"
#include "scheduler/journal_reader.hpp"
#include "scheduler/scheduling_service.hpp"
#include "store_access.hpp"
#include "system_clock.hpp"
#include "time_zone_check.hpp"
#include "token_use_keeper.hpp"
#include "webhook_delivery.hpp"

namespace karvon {
namespace {

constexpr std::chrono::seconds kDrain{6};
constexpr std::chrono::seconds kStartPatience{60};
constexpr std::chrono::milliseconds kStartPause{500};

/// The signals that end the service, taken by whoever waits for them and by no other thread. Made before any thread.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }

  /// The signal that came within `patience`, if any did.
  [[nodiscard]] std::optional<int> wait_for(std::chrono::milliseconds patience) const {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
    const std::chrono::nanoseconds rest = patience - seconds;
    const timespec time{seconds.count(), rest.count()};
    const int signal = sigtimedwait(&set_, nullptr, &time);
    return signal > 0 ? std::optional(signal) : std::nullopt;
  }

 private:
  sigset_t set_{};
};

/// As many descriptors as the system lets us have.
/// @return how many connections they are enough for: each takes two, and the rest of the service some
std::size_t raise_descriptor_limit() {
  constexpr rlim_t kForTheRest = 256;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return http::Limits{}.connections;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur > 2 * kForTheRest ? (limit.rlim_cur - kForTheRest) / 2 : kForTheRest / 4;
}

/// What clients reach: nothing but /healthz until the application is there.
class FrontDoor {
 public:
  void open(const api::Application& application) { application_ = &application; }

  void handle(http::Request request, http::Responder responder) const {
    if (const api::Application* application = application_) {
      return application->handle(std::move(request), std::move(responder));
    }
    if (request.target == "/healthz") {
      return responder.send({200,
                             {{"Content-Type", "application/json"}},
                             std::make_shared<const std::string>(R"({"status":"starting"})")});
    }
    auto response = http::problem(503, "/problems/not-ready", "The service is starting",
                                  "It is reading its store. Try again in a moment.");
    response.headers.emplace_back("Retry-After", "2");
    responder.send(std::move(response));
  }

 private:
  std::atomic<const api::Application*> application_{nullptr};
};

std::optional<api::DepartmentFile> read_seed(const ServeOptions& options, const scheduler::Clock& clock) {
  if (!options.seed) return std::nullopt;
  std::ifstream file(*options.seed, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read the department file " + options.seed->string());
  return api::parse_department_file(text.str(), clock.now());
}

/// All but the slug, which the store may know better.
api::Department department_of(const ServeOptions& options, const std::optional<api::DepartmentFile>& seed) {
  api::Department department;
  if (seed) department.name = seed->name;
  if (seed) department.institute = seed->institute;
  const auto zone = scheduler::TimeZone::find(options.time_zone.empty() ? "Asia/Tashkent" : options.time_zone);
  if (!zone) throw std::invalid_argument("--time-zone: \"" + options.time_zone + "\" is not an IANA time zone");
  department.time_zone = seed && options.time_zone.empty() ? seed->time_zone : *zone;
  return department;
}

/// Tries until `why_not` says nothing, as long as kStartPatience; a stop signal ends it at once.
/// @return the signal, if one came
/// @throws std::runtime_error with the last reason
std::optional<int> patiently(const StopSignals& signals, const Store& store,
                             const std::function<std::optional<std::string>()>& why_not) {
  const auto give_up = std::chrono::steady_clock::now() + kStartPatience;
  while (const auto why = why_not()) {
    if (std::chrono::steady_clock::now() > give_up) {
      throw std::runtime_error("the store " + to_string(store.address()) + " cannot be used: " + *why);
    }
    spdlog::warn("waiting for the store {}: {}", to_string(store.address()), *why);
    if (const auto signal = signals.wait_for(kStartPause)) return signal;
  }
  return std::nullopt;
}

std::optional<std::string> try_to_find(const Store& store, const std::optional<std::string>& suggested,
                                       std::string& slug) {
  auto found = store.department(suggested);
  if (!found) return found.error();
  slug = *found;
  return std::nullopt;
}

std::optional<std::string> try_to_start(scheduler::SchedulingService& scheduling) {
  const auto started = scheduling.start();
  if (started) return std::nullopt;
  const auto* unavailable = std::get_if<scheduler::JournalUnavailable>(&started.error());
  return unavailable != nullptr ? unavailable->detail : "it cannot be read";
}

/// Waits for the signal to stop. What the private Redis cannot mend by itself is told once.
int serve_until_signal(const StopSignals& signals, const Store& store) {
  constexpr std::chrono::seconds kLook{1};
  bool told = false;
  for (;;) {
    if (const auto signal = signals.wait_for(kLook)) return *signal;
    const auto failure = store.failure();
    if (failure && !told) spdlog::error("the private Redis stays down: {}. Then start karvon again", *failure);
    told = failure.has_value();
  }
}

void report(std::string_view what) { spdlog::error("{}", what); }

http::ServerOptions server_options(const ServeOptions& options) {
  const ListenAddress address = parse_listen_address(options.listen);
  http::ServerOptions server;
  server.address = address.host;
  server.port = address.port;
  server.report = report;
  server.limits.connections = std::min(server.limits.connections, raise_descriptor_limit());
  server.limits.body_bytes_for = api::Application::body_limit;
  return server;
}

std::string url_of(const ServeOptions& options, const http::Server& server) {
  const std::string host = parse_listen_address(options.listen).host;
  const bool is_ipv6 = host.find(':') != std::string::npos;
  return "http://" + (is_ipv6 ? '[' + host + ']' : host) + ':' + std::to_string(server.port());
}

webhooks::Allowed allowed_targets(const ServeOptions& options) {
  auto allowed = webhooks::Allowed::parse(options.webhook_allow);
  if (!allowed) throw std::invalid_argument("--webhook-allow: " + allowed.error());
  return std::move(*allowed);
}

api::RateLimits rate_limits(const ServeOptions& options) {
  api::RateLimits limits;
  limits.per_token = options.token_rate;
  limits.per_address = options.address_rate;
  limits.trusted_proxies = options.trusted_proxies;
  return limits;
}

void announce(const std::string& url, const api::Department& department, const std::filesystem::path& data) {
  std::error_code gone;
  const auto token = std::filesystem::absolute(admin_token_file(data));
  const std::string where = std::filesystem::exists(token, gone) ? token.string() : "not in this data directory";
  std::printf("Karvon is ready at %s - public calendar: %s/calendar.ics - admin token: %s\n", url.c_str(),
              department.public_url.c_str(), where.c_str());
  std::fflush(stdout);
}

}  // namespace

void serve(const ServeOptions& options) {
  const StopSignals signals;
  spdlog::set_level(spdlog::level::from_str(options.log_level));

  const SystemClock clock;
  api::RandomIds ids;
  const auto seed = read_seed(options, clock);
  api::Department department = department_of(options, seed);
  std::filesystem::create_directories(options.store.data);

  // In this order they are made, and in the opposite one they end: the store last.
  const Store store(options.store, Store::Beside::nobody);
  const auto suggested = seed ? std::optional(seed->slug) : std::nullopt;
  if (patiently(signals, store, [&] { return try_to_find(store, suggested, department.slug); })) return;
  scheduler::SchedulingService scheduling({store.journal(department.slug), store.journal(department.slug)}, clock,
                                          report);
  api::ChangeFeed changes(store.journal(department.slug));
  scheduling.listen(changes.listener());
  scheduler::JournalReader journal_reader(store.journal(department.slug));
  api::TokenUses token_uses;
  const webhooks::Allowed webhook_targets = allowed_targets(options);
  std::unique_ptr<webhooks::Dispatcher> dispatcher;
  std::unique_ptr<api::Application> application;
  FrontDoor door;
  http::Server server(server_options(options), [&door](http::Request request, http::Responder responder) {
    door.handle(std::move(request), std::move(responder));
  });
  server.start();

  const std::string url = url_of(options, server);
  department.public_url = options.public_url.empty() ? url : options.public_url;
  if (patiently(signals, store, [&] { return try_to_start(scheduling); })) return;
  spdlog::info("loaded {} events up to journal entry {}", scheduling.schedule()->all<scheduler::Event>().size(),
               scheduling.schedule()->head());
  prepare_first_start(scheduling, seed, ids, options.store.data);
  ensure_settings(scheduling, department.time_zone);
  changes.begin(scheduling.schedule()->head());
  dispatcher = make_dispatcher(scheduling, store.journal(department.slug),
                               store.consumer_state(department.slug, "webhooks"), webhook_targets, clock);
  const TokenUseKeeper token_use_keeper(store.consumer_state(department.slug, "token-uses"), token_uses,
                                        ids.next().to_string());
  api::Services services{scheduling, clock, ids, journal_reader, changes, token_uses, report};
  services.check_webhook_url = [&](std::string_view target) { return webhooks::check_url(target, webhook_targets); };
  services.webhook_delivery = [&](scheduler::Id<scheduler::Webhook> id) { return delivery_json(*dispatcher, id); };
  services.deliveries = [&] {
    const webhooks::Counters done = dispatcher->counters();
    return api::DeliveryCounters{done.delivering, done.accepted, done.failed, done.given_up};
  };
  services.connections = [&server] { return server.counters(); };
  application = std::make_unique<api::Application>(std::move(services), department, rate_limits(options));
  dispatcher->start();
  door.open(*application);
  announce(url, department, options.store.data);
  std::jthread time_zones(
      [&scheduling, &clock](const std::stop_token& stop) { look_through_again(scheduling, clock, stop); });

  const int signal = serve_until_signal(signals, store);
  spdlog::info("stopping on {}", signal == SIGTERM ? "SIGTERM" : "SIGINT");
  time_zones.request_stop();
  changes.stop();  // long polls are answered now, and streams end
  server.stop(kDrain);
  journal_reader.stop();
  dispatcher->stop();
  time_zones.join();
  scheduling.stop();
  spdlog::info("stopped");
}

}  // namespace karvon
