#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <vector>

namespace webhooks {

/// When a message that failed is tried again. Not thread-safe.
class RetrySchedule {
 public:
  /// @param pauses before each attempt, in order; @param jitter 0..1: how much of itself a pause may be longer
  RetrySchedule(std::vector<std::chrono::milliseconds> pauses, double jitter, std::chrono::milliseconds longest_wish);

  /// The pause after so many attempts that failed, 1 or more; nullopt when that was the last.
  /// @param wish what the receiver asks for (Retry-After): then not sooner, up to the longest wish that is heeded
  [[nodiscard]] std::optional<std::chrono::milliseconds> pause_after(unsigned failed_attempts,
                                                                     std::optional<std::chrono::seconds> wish);

 private:
  std::vector<std::chrono::milliseconds> pauses_;
  std::uniform_real_distribution<double> jitter_;
  std::chrono::milliseconds longest_wish_;
  std::minstd_rand random_;
};

}  // namespace webhooks
