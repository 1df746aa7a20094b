#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keys.hpp"
#include "redis_connection.hpp"
#include "scheduler/journal.hpp"

namespace store {

/// What the script said of an append.
struct AppendVerdict {
  enum class Outcome { written, head_moved, other_epoch };

  Outcome outcome;
  std::string epoch;  ///< the department's, now
};

/// One append, ready to be sent as often as it takes: it carries a nonce, so that the script knows it again.
class AppendRequest {
 public:
  /// @param expected_epoch empty: any
  AppendRequest(const Keys& keys, scheduler::Position expected_head, std::string_view expected_epoch,
                const std::vector<scheduler::JournalAppend>& batch);

  /// Sends it until Redis tells what became of it, or until `deadline`.
  /// @param script_sha kept between requests; empty at first
  /// @return JournalUnavailable: it may or may not have been written, and may still be
  [[nodiscard]] scheduler::Result<AppendVerdict> send(RedisConnection& redis, std::string& script_sha,
                                                      std::chrono::steady_clock::time_point deadline) const;

 private:
  [[nodiscard]] tl::expected<RedisReply, std::string> send_once(RedisConnection& redis, std::string& script_sha,
                                                                std::chrono::milliseconds patience) const;
  [[nodiscard]] std::vector<std::string_view> command(std::string_view how, std::string_view script) const;

  std::vector<std::string> keys_;
  std::vector<std::string> values_;
  std::string key_count_;
};

/// 128 random bits in hexadecimal.
[[nodiscard]] std::string random_token();

}  // namespace store
