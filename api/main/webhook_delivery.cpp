#include "webhook_delivery.hpp"

#include <spdlog/spdlog.h>

#include <string>
#include <utility>
#include <vector>

#include "api/change_notice.hpp"

namespace karvon {
namespace {

using scheduler::Webhook;

/// The dispatcher's port, over Redis.
class StoredState final : public webhooks::ConsumerState {
 public:
  explicit StoredState(std::unique_ptr<store::RedisConsumerState> redis) : redis_(std::move(redis)) {}

  scheduler::Result<std::map<std::string, std::string>> load() override { return redis_->load(); }
  scheduler::Result<bool> save(std::string_view owner, const std::map<std::string, std::string>& written,
                               const std::vector<std::string>& removed) override {
    return redis_->save(owner, written, removed);
  }
  scheduler::Result<bool> try_lease(std::string_view owner, std::chrono::milliseconds duration) override {
    return redis_->try_lease(owner, duration);
  }
  scheduler::Result<void> release(std::string_view owner) override { return redis_->release(owner); }

 private:
  std::unique_ptr<store::RedisConsumerState> redis_;
};

std::vector<webhooks::Endpoint> endpoints_of(const scheduler::Schedule& schedule) {
  std::vector<webhooks::Endpoint> endpoints;
  schedule.all<Webhook>().for_each([&](scheduler::Id<Webhook> id, const scheduler::RecordPtr<Webhook>& webhook) {
    endpoints.push_back({id.value, webhook->value.url, webhook->value.secret, webhook->value.since,
                         webhook->value.enabled, webhook->version});
  });
  return endpoints;
}

void disable(scheduler::SchedulingService& scheduling, const scheduler::Uuid& id, std::string reason) {
  const auto current = scheduling.schedule()->find(scheduler::Id<Webhook>{id});
  if (!current || !current->value.enabled) return;
  Webhook value = current->value;
  value.enabled = false;
  value.disabled_reason = std::move(reason);
  scheduling.submit({{{"webhooks", scheduler::Role::admin},
                      scheduler::Replace<Webhook>{current->id, std::move(value), current->version}},
                     std::nullopt,
                     [](const scheduler::Decision&) { return std::string(); },
                     [](const scheduler::Result<scheduler::Answer>&) {}});
}

}  // namespace

std::unique_ptr<webhooks::Dispatcher> make_dispatcher(scheduler::SchedulingService& scheduling,
                                                      std::unique_ptr<scheduler::Journal> journal,
                                                      std::unique_ptr<store::RedisConsumerState> state,
                                                      webhooks::Allowed allowed, const scheduler::Clock& clock) {
  webhooks::Ports ports;
  ports.endpoints = [&scheduling] { return endpoints_of(*scheduling.schedule()); };
  ports.payload = [&scheduling](const scheduler::JournalEntry& entry,
                                const webhooks::Endpoint& endpoint) -> std::optional<std::string> {
    const auto webhook = scheduling.schedule()->find(scheduler::Id<Webhook>{endpoint.id});
    return webhook ? api::webhook_payload(entry, webhook->value) : std::nullopt;
  };
  ports.disable = [&scheduling](const scheduler::Uuid& id, std::string reason) {
    disable(scheduling, id, std::move(reason));
  };
  ports.report = [](std::string_view what) { spdlog::warn("{}", what); };
  webhooks::Options options;
  options.allowed = std::move(allowed);
  return std::make_unique<webhooks::Dispatcher>(std::move(journal), std::make_unique<StoredState>(std::move(state)),
                                                std::move(ports), std::move(options), clock);
}

std::optional<boost::json::object> delivery_json(const webhooks::Dispatcher& dispatcher,
                                                 scheduler::Id<Webhook> webhook) {
  const auto delivery = dispatcher.status(webhook.value);
  if (!delivery) return std::nullopt;
  boost::json::object shown{{"cursor", delivery->cursor}, {"attempts", delivery->attempts}};
  if (delivery->last_attempt) shown.emplace("lastAttempt", scheduler::to_string(*delivery->last_attempt));
  if (delivery->last_status > 0) shown.emplace("lastStatus", delivery->last_status);
  if (!delivery->last_error.empty()) shown.emplace("lastError", delivery->last_error);
  if (delivery->next_attempt) shown.emplace("nextAttempt", scheduler::to_string(*delivery->next_attempt));
  return shown;
}

}  // namespace karvon
