#include "status_board.hpp"

#include <utility>

namespace webhooks {

void StatusBoard::show(const scheduler::Uuid& endpoint, const Delivery& delivery) {
  const std::lock_guard lock(mutex_);
  deliveries_[endpoint] = delivery;
}

void StatusBoard::remove(const scheduler::Uuid& endpoint) {
  const std::lock_guard lock(mutex_);
  deliveries_.erase(endpoint);
}

void StatusBoard::show_all(std::map<scheduler::Uuid, Delivery> deliveries) {
  const std::lock_guard lock(mutex_);
  deliveries_ = std::move(deliveries);
}

void StatusBoard::set_delivering(bool delivering) {
  const std::lock_guard lock(mutex_);
  counters_.delivering = delivering;
}

void StatusBoard::count_accepted() {
  const std::lock_guard lock(mutex_);
  ++counters_.accepted;
}

void StatusBoard::count_failed() {
  const std::lock_guard lock(mutex_);
  ++counters_.failed;
}

void StatusBoard::count_given_up() {
  const std::lock_guard lock(mutex_);
  ++counters_.given_up;
}

std::optional<Delivery> StatusBoard::find(const scheduler::Uuid& endpoint) const {
  const std::lock_guard lock(mutex_);
  const auto found = deliveries_.find(endpoint);
  return found == deliveries_.end() ? std::nullopt : std::optional(found->second);
}

Counters StatusBoard::counters() const {
  const std::lock_guard lock(mutex_);
  return counters_;
}

}  // namespace webhooks
