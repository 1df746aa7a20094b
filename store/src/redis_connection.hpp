#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "redis_reply.hpp"
#include "store/redis_url.hpp"

struct redisContext;

namespace store {

/// One connection to a Redis, made when it is first needed and made anew after every failure. Not thread-safe.
///
/// What hiredis 0.14.1 makes necessary: it writes with plain write(), so SIGPIPE is ignored in this process from the
/// first connection on (unless it has a handler); its sockets are made close-on-exec here; redisReconnect forgets
/// timeouts, so a context is freed and a new one made; only `...Argv` calls carry data safely.
class RedisConnection {
 public:
  explicit RedisConnection(RedisAddress address);

  /// What Redis answers, also when that is an error.
  /// @param patience for connecting, where that is needed, and again for each silence of the answer
  /// @return a sentence: no answer came, and the command may or may not have been done
  [[nodiscard]] tl::expected<RedisReply, std::string> command(const std::vector<std::string_view>& arguments,
                                                              std::chrono::milliseconds patience);

  void disconnect() { context_.reset(); }
  [[nodiscard]] const RedisAddress& address() const { return address_; }

 private:
  struct Free {
    void operator()(redisContext* context) const;
  };

  [[nodiscard]] tl::expected<void, std::string> connect(std::chrono::milliseconds patience);
  [[nodiscard]] tl::expected<void, std::string> enter(std::chrono::milliseconds patience);
  [[nodiscard]] tl::expected<RedisReply, std::string> exchange(const std::vector<std::string_view>& arguments,
                                                               std::chrono::milliseconds patience);
  [[nodiscard]] tl::unexpected<std::string> failure(std::string_view doing, const std::string& why) const;

  RedisAddress address_;
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace store
