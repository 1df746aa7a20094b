#include "eviction.hpp"

#include <algorithm>
#include <chrono>

#include "connection.hpp"

namespace http {
namespace {

constexpr std::size_t kFoundAtOnce = 256;
constexpr std::size_t kLooksForEach = 256;  // connections looked at for one new client, in the mean
constexpr std::size_t kMostCredit = 64 * 1024;
constexpr std::chrono::milliseconds kPause{10};  // after which a search is allowed whatever it costs

}  // namespace

Eviction::Eviction(const Registry& registry) : registry_(registry) {}

bool Eviction::evict_one() {
  while (const auto candidate = next()) {
    const auto connection = registry_.find(candidate->id);
    // One that has said something since it was found is not among the oldest any more.
    if (connection && connection->evict(candidate->since)) return true;
  }
  return false;
}

// The oldest stay the oldest as long as they wait: those that began to wait since were found are younger.
std::optional<Registry::Waiting> Eviction::next() {
  const std::lock_guard lock(mutex_);
  credit_ = std::min(credit_ + kLooksForEach, kMostCredit);
  if (oldest_.empty()) search();
  if (oldest_.empty()) return std::nullopt;
  const Registry::Waiting candidate = oldest_.back();
  oldest_.pop_back();
  return candidate;
}

void Eviction::search() {
  const std::size_t cost = registry_.size();
  const auto now = Clock::now();
  if (credit_ < cost && now < searched_ + kPause) return;
  credit_ -= std::min(credit_, cost);
  searched_ = now;
  oldest_ = registry_.waiting();
  const auto later = [](const auto& left, const auto& right) { return left.since > right.since; };
  if (oldest_.size() > kFoundAtOnce) {
    const auto first_kept = oldest_.end() - kFoundAtOnce;
    std::nth_element(oldest_.begin(), first_kept, oldest_.end(), later);
    oldest_.erase(oldest_.begin(), first_kept);
  }
  std::sort(oldest_.begin(), oldest_.end(), later);
}

}  // namespace http
