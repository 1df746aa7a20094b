#pragma once

#include <memory>
#include <string>
#include <thread>

#include "api/token_uses.hpp"
#include "store/redis_consumer_state.hpp"

namespace karvon {

/// Keeps in the store when tokens were last used, and brings what other instances have seen: every so often, and when
/// it ends. What cannot be kept now is kept the next time.
class TokenUseKeeper {
 public:
  /// Begins. @param uses outlives this object
  TokenUseKeeper(std::unique_ptr<store::RedisConsumerState> state, api::TokenUses& uses, std::string instance);
  ~TokenUseKeeper();
  TokenUseKeeper(const TokenUseKeeper&) = delete;
  TokenUseKeeper& operator=(const TokenUseKeeper&) = delete;

 private:
  void exchange_with_others();

  std::unique_ptr<store::RedisConsumerState> state_;
  api::TokenUses& uses_;
  std::string instance_;
  std::jthread thread_;
};

}  // namespace karvon
