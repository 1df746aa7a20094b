#include "retry_schedule.hpp"

#include <algorithm>

#include "webhooks/dispatcher.hpp"

namespace webhooks {

using std::chrono::milliseconds;

std::vector<milliseconds> standard_pauses() {
  using namespace std::chrono_literals;
  return {0s, 5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
}

RetrySchedule::RetrySchedule(std::vector<milliseconds> pauses, double jitter, milliseconds longest_wish)
    : pauses_(std::move(pauses)),
      jitter_(1.0, 1.0 + std::max(jitter, 0.0)),
      longest_wish_(longest_wish),
      random_(std::random_device{}()) {}

std::optional<milliseconds> RetrySchedule::pause_after(unsigned failed_attempts,
                                                       std::optional<std::chrono::seconds> wish) {
  if (failed_attempts >= pauses_.size()) return std::nullopt;
  const auto pause = std::chrono::duration_cast<milliseconds>(pauses_[failed_attempts] * jitter_(random_));
  if (!wish) return pause;
  // Compared in seconds: a receiver may ask for more of them than an integer has room for as milliseconds.
  if (*wish >= std::chrono::ceil<std::chrono::seconds>(longest_wish_)) return std::max(pause, longest_wish_);
  return std::max(pause, milliseconds(*wish));
}

}  // namespace webhooks
