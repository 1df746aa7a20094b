#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace api {

/// How often each of many may ask: a token bucket for each, forgotten when it is full again. Thread-safe.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  /// @param rate requests a second on the average; 0: no limit
  /// @param burst requests that may come at once, 1 at least
  RateLimiter(double rate, double burst);

  /// Counts a request of `who`. @return nullopt: it may; else after how many whole seconds it may try again, 1 at least
  [[nodiscard]] std::optional<std::chrono::seconds> take(std::string_view who, Clock::time_point now);

  /// Not more are remembered: when there would be, all are let off.
  static constexpr std::size_t kMostRemembered = 100'000;

 private:
  struct Bucket {
    double tokens = 0;
    Clock::time_point filled;
  };

  void forget_full_ones(Clock::time_point now);
  [[nodiscard]] double tokens_at(const Bucket& bucket, Clock::time_point now) const;

  const double rate_;
  const double burst_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  Clock::time_point next_sweep_;
};

}  // namespace api
