#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "webhooks/delivery.hpp"
#include "webhooks/dispatcher.hpp"

namespace webhooks {

/// What the dispatcher's thread shows to all others. Thread-safe.
class StatusBoard {
 public:
  void show(const scheduler::Uuid& endpoint, const Delivery& delivery);
  void remove(const scheduler::Uuid& endpoint);
  /// In place of all that is shown.
  void show_all(std::map<scheduler::Uuid, Delivery> deliveries);
  void set_delivering(bool delivering);
  void count_accepted();
  void count_failed();
  void count_given_up();

  [[nodiscard]] std::optional<Delivery> find(const scheduler::Uuid& endpoint) const;
  [[nodiscard]] Counters counters() const;

 private:
  mutable std::mutex mutex_;
  std::map<scheduler::Uuid, Delivery> deliveries_;
  Counters counters_;
};

}  // namespace webhooks
