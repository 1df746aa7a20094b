#pragma once

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

#include "keys.hpp"
#include "redis_connection.hpp"
#include "scheduler/error.hpp"

namespace store {

/// For one command that is not an append; appends have their own deadline.
inline constexpr std::chrono::milliseconds kCommandPatience{1500};

/// What is stored is not what Karvon wrote. The message names the key and what to do.
class DamagedStore : public std::runtime_error {
 public:
  DamagedStore(std::string_view key, std::string_view what);
};

/// A department at one moment.
struct DepartmentState {
  scheduler::Position head = 0;
  std::string epoch;  ///< empty until the first append
  scheduler::Position last_entry = 0;
  std::size_t objects = 0;
};

/// @return JournalUnavailable. @throws DamagedStore when a key has a wrong type or is no number
[[nodiscard]] scheduler::Result<DepartmentState> ask_state(RedisConnection& redis, const Keys& keys);

/// Sends a command that changes nothing; once more, over a new connection, if the one it had turns out to be broken.
/// @return JournalUnavailable, also for an error that Redis answers
[[nodiscard]] scheduler::Result<RedisReply> ask(RedisConnection& redis, const std::vector<std::string_view>& arguments,
                                                std::chrono::milliseconds patience = kCommandPatience);

[[nodiscard]] tl::unexpected<scheduler::Error> unavailable(std::string detail);

/// What an error of Redis means for whoever runs it, and what to do.
[[nodiscard]] std::string explain(std::string_view error);

}  // namespace store
