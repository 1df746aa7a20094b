#include "lease.hpp"

#include "random_bytes.hpp"

namespace webhooks {

Lease::Lease(ConsumerState& state, std::chrono::milliseconds duration)
    : state_(state), duration_(duration), owner_(random_token()) {}

scheduler::Result<void> Lease::keep(Ticks now) {
  if (now < ask_at_) return {};
  const auto held = state_.try_lease(owner_, duration_);
  if (!held) return tl::unexpected(held.error());
  ask_at_ = now + duration_ / 3;
  held_until_ = *held ? now + duration_ : Ticks{};
  return {};
}

void Lease::lost(Ticks now) {
  held_until_ = Ticks{};
  ask_at_ = now + duration_ / 3;
}

void Lease::release(Ticks now) {
  // Left alone it runs out by itself, so what comes of this does not matter.
  if (is_held(now)) static_cast<void>(state_.release(owner_));
  held_until_ = Ticks{};
}

}  // namespace webhooks
