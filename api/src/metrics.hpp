#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/application.hpp"

namespace prometheus {
class Counter;
class Histogram;
class Registry;
}  // namespace prometheus

namespace api {

/// What an operator's Prometheus reads. Thread-safe.
class Metrics {
 public:
  /// `names`: of the routes, by their numbers in the table.
  explicit Metrics(const std::vector<std::string_view>& names);
  ~Metrics();

  /// An answered request. `route`: its number, or npos where the path leads nowhere.
  void count(std::size_t route, unsigned status, std::chrono::steady_clock::duration took);
  /// A request that was turned away because of its sender's rate.
  void count_limited();

  /// All of it in the text format 0.0.4, with what `services` say of themselves now.
  [[nodiscard]] std::string text(const Services& services) const;

 private:
  struct OfRoute;

  std::shared_ptr<prometheus::Registry> registry_;
  std::vector<OfRoute> routes_;
  prometheus::Counter* limited_;
};

}  // namespace api
