#include "token_use_keeper.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>
#include <utility>

#include "scheduler/time.hpp"

namespace karvon {
namespace {

constexpr std::chrono::seconds kPause{20};
/// Longer than all that is done under it.
constexpr std::chrono::seconds kLease{5};

}  // namespace

TokenUseKeeper::TokenUseKeeper(std::unique_ptr<store::RedisConsumerState> state, api::TokenUses& uses,
                               std::string instance)
    : state_(std::move(state)), uses_(uses), instance_(std::move(instance)) {
  thread_ = std::jthread([this](const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any stopped;
    while (!stop.stop_requested()) {
      exchange_with_others();
      std::unique_lock lock(mutex);
      stopped.wait_for(lock, stop, kPause, [&] { return stop.stop_requested(); });
    }
    exchange_with_others();
  });
}

TokenUseKeeper::~TokenUseKeeper() = default;

void TokenUseKeeper::exchange_with_others() {
  const auto leased = state_->try_lease(instance_, kLease);
  if (!leased || !*leased) return;  // somebody else is at it: the next time is soon enough
  if (const auto known = state_->load()) {
    api::TokenUses::Uses others;
    for (const auto& [id, text] : *known) {
      const auto token = api::TokenUses::Id::parse(id);
      const auto last = scheduler::parse_instant(text);
      if (token && last) others.emplace_back(*token, *last);
    }
    uses_.merge(others);
    std::map<std::string, std::string> news;
    const auto seen = uses_.take_news();
    for (const auto& [token, last] : seen) news.emplace(token.to_string(), scheduler::to_string(last));
    const auto saved = news.empty() ? scheduler::Result<bool>(true) : state_->save(instance_, news, {});
    if (!saved || !*saved) uses_.put_back(seen);
  }
  (void)state_->release(instance_);
}

}  // namespace karvon
