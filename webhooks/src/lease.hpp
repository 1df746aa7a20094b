#pragma once

#include <chrono>
#include <string>

#include "webhooks/consumer_state.hpp"

namespace webhooks {

/// The right to deliver, of one instance among several. Not thread-safe.
class Lease {
 public:
  using Ticks = std::chrono::steady_clock::time_point;

  Lease(ConsumerState& state, std::chrono::milliseconds duration);

  [[nodiscard]] const std::string& owner() const { return owner_; }

  /// Asks for it, or holds it on, when it is time to: at a third of its duration.
  /// @return JournalUnavailable; it may still be held, then
  [[nodiscard]] scheduler::Result<void> keep(Ticks now);

  /// Whether it is held for sure: it runs from before it was asked for.
  [[nodiscard]] bool is_held(Ticks now) const { return now < held_until_; }

  /// Somebody else has it: it is asked for again after a while.
  void lost(Ticks now);

  /// Lets go of it, if it is held.
  void release(Ticks now);

 private:
  ConsumerState& state_;
  std::chrono::milliseconds duration_;
  std::string owner_;
  Ticks held_until_{};
  Ticks ask_at_{};
};

}  // namespace webhooks
