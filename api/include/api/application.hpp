#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "api/change_feed.hpp"
#include "api/token_uses.hpp"
#include "http/responder.hpp"
#include "http/server.hpp"
#include "scheduler/clock.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/journal_reader.hpp"
#include "scheduler/scheduling_service.hpp"
#include "scheduler/zone.hpp"

namespace api {

/// Whose schedule it is, as people read it.
struct Department {
  std::string slug;  ///< in the store's keys
  std::string name = "International Relations Department";
  std::string institute;
  scheduler::TimeZone time_zone;
  std::string public_url;  ///< "https://karvon.example.org", without a slash at the end: how clients reach the service
};

/// How often clients may ask. Zero: as often as they like.
struct RateLimits {
  double per_token = 5000;    ///< requests a second with one token, on the average
  double per_address = 2000;  ///< requests a second without a token, or with one that opens nothing, from one address
  double burst_seconds = 10;  ///< so many seconds' requests may come at once
  /// Whose X-Forwarded-For is believed: addresses of proxies.
  std::vector<std::string> trusted_proxies;
};

/// What this instance has delivered to webhooks since its start.
struct DeliveryCounters {
  bool delivering = false;  ///< of several instances one does
  std::uint64_t accepted = 0;
  std::uint64_t failed = 0;    ///< attempts
  std::uint64_t given_up = 0;  ///< webhooks that were disabled
};

/// What the application works with. All of it outlives it and is thread-safe.
struct Services {
  scheduler::SchedulingService& scheduling;
  const scheduler::Clock& clock;
  scheduler::IdSource& ids;
  scheduler::JournalReader& journal;
  ChangeFeed& changes;
  TokenUses& token_uses;
  /// Gets what no client is told (broken invariants), for the log. Never a secret.
  std::function<void(std::string_view)> report;
  /// Why a webhook may not point there. Empty: it may point anywhere.
  std::function<tl::expected<void, std::string>(std::string_view url)> check_webhook_url = {};
  /// How the delivery to a webhook stands; nullopt: nothing is known. May be empty.
  std::function<std::optional<boost::json::object>(scheduler::Id<scheduler::Webhook>)> webhook_delivery = {};
  /// May be empty.
  std::function<DeliveryCounters()> deliveries = {};
  /// What the HTTP server counts. May be empty.
  std::function<http::Counters()> connections = {};
};

/// Everything that Karvon answers over HTTP (API.md): a function from requests to answers.
class Application {
 public:
  Application(Services services, Department department, RateLimits limits = {});
  ~Application();
  Application(const Application&) = delete;
  Application& operator=(const Application&) = delete;

  /// Thread-safe; does not block. Answers that are written are sent later, from the scheduling thread.
  void handle(http::Request request, http::Responder responder) const;

  /// How many bytes the body of such a request may have.
  [[nodiscard]] static std::size_t body_limit(std::string_view method, std::string_view path);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace api
