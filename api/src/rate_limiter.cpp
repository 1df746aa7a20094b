#include "rate_limiter.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace api {
namespace {

constexpr std::chrono::seconds kSweep{10};

double seconds_between(RateLimiter::Clock::time_point from, RateLimiter::Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

}  // namespace

RateLimiter::RateLimiter(double rate, double burst) : rate_(rate), burst_(std::max(burst, 1.0)) {}

std::optional<std::chrono::seconds> RateLimiter::take(std::string_view who, Clock::time_point now) {
  if (rate_ <= 0) return std::nullopt;
  const std::lock_guard lock(mutex_);
  if (now >= next_sweep_ || buckets_.size() >= kMostRemembered) forget_full_ones(now);
  const auto [found, is_new] = buckets_.try_emplace(std::string(who), Bucket{burst_, now});
  Bucket& bucket = found->second;
  bucket.tokens = tokens_at(bucket, now);
  bucket.filled = now;
  if (bucket.tokens < 1) {
    return std::chrono::seconds{std::max<std::int64_t>(1, std::llround(std::ceil((1 - bucket.tokens) / rate_)))};
  }
  bucket.tokens -= 1;
  return std::nullopt;
}

double RateLimiter::tokens_at(const Bucket& bucket, Clock::time_point now) const {
  return std::min(burst_, bucket.tokens + rate_ * seconds_between(bucket.filled, now));
}

/// A full bucket says nothing that a new one would not say. Where even that leaves too many, all are let off: somebody
/// has as many addresses as he likes, and counting by address helps nobody.
void RateLimiter::forget_full_ones(Clock::time_point now) {
  std::erase_if(buckets_, [&](const auto& each) { return tokens_at(each.second, now) >= burst_; });
  if (buckets_.size() >= kMostRemembered) buckets_.clear();
  next_sweep_ = now + kSweep;
}

}  // namespace api
