#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/error.hpp"
#include "store/redis_url.hpp"

namespace store {

class RedisConnection;

/// What somebody who follows the journal keeps for himself, beside it: texts by name, and a lease, so that of several
/// instances one works at a time. Opaque here. Any number of them, in any number of processes, may share it. Over one
/// connection that is made when it is first needed. Not thread-safe.
class RedisConsumerState {
 public:
  /// How long each call waits for Redis; a broken connection is made anew within it, once.
  static constexpr std::chrono::milliseconds kPatience{1000};

  /// Connects to nothing yet. @param department its slug, @param consumer whose state it is, as the keys name it; both
  /// 1 to 63 of a-z, 0-9 and '-', else std::invalid_argument
  RedisConsumerState(RedisAddress address, std::string_view department, std::string_view consumer);
  ~RedisConsumerState();
  RedisConsumerState(const RedisConsumerState&) = delete;
  RedisConsumerState& operator=(const RedisConsumerState&) = delete;

  /// All texts. O(texts). @return JournalUnavailable
  [[nodiscard]] scheduler::Result<std::map<std::string, std::string>> load();

  /// Writes and removes these texts, all of it or nothing; nothing, and false, unless `owner` holds the lease.
  /// @return JournalUnavailable: it may or may not have been written
  [[nodiscard]] scheduler::Result<bool> save(std::string_view owner, const std::map<std::string, std::string>& written,
                                             const std::vector<std::string>& removed);

  /// Takes the lease, or holds it on, for `duration` from now: false while somebody else has it.
  /// @return JournalUnavailable: it may or may not have been taken
  [[nodiscard]] scheduler::Result<bool> try_lease(std::string_view owner, std::chrono::milliseconds duration);

  /// Lets go of the lease, if `owner` has it. @return JournalUnavailable
  [[nodiscard]] scheduler::Result<void> release(std::string_view owner);

 private:
  std::string lease_;
  std::string texts_;
  std::unique_ptr<RedisConnection> redis_;
};

}  // namespace store
