#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <optional>

#include "scheduler/clock.hpp"
#include "scheduler/scheduling_service.hpp"
#include "scheduler/webhook.hpp"
#include "store/redis_consumer_state.hpp"
#include "webhooks/dispatcher.hpp"

namespace karvon {

/// The dispatcher of webhooks, joined to the schedule that knows them and to the store that keeps its place.
/// `scheduling` and `clock` outlive it.
[[nodiscard]] std::unique_ptr<webhooks::Dispatcher> make_dispatcher(scheduler::SchedulingService& scheduling,
                                                                    std::unique_ptr<scheduler::Journal> journal,
                                                                    std::unique_ptr<store::RedisConsumerState> state,
                                                                    webhooks::Allowed allowed,
                                                                    const scheduler::Clock& clock);

/// How the delivery to a webhook stands, for the API.
[[nodiscard]] std::optional<boost::json::object> delivery_json(const webhooks::Dispatcher& dispatcher,
                                                               scheduler::Id<scheduler::Webhook> webhook);

}  // namespace karvon
