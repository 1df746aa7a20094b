#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/journal.hpp"
#include "store/redis_url.hpp"

namespace store {

class Keys;
class RedisConnection;

/// The journal of one department in Redis 7 or later, over one connection that is made when it is first needed. Any
/// number of them, in any number of processes, may work on the same department. Not thread-safe: each thread uses its
/// own. SIGPIPE is ignored in the process from the first one on, unless it has a handler.
///
/// The details of its JournalUnavailable are sentences for whoever runs the service: they may name addresses and keys
/// (never passwords), and are not for clients.
class RedisJournal final : public scheduler::Journal {
 public:
  /// How long append() goes on trying before it answers JournalUnavailable.
  static constexpr std::chrono::milliseconds kAppendPatience{1500};
  /// How long find_answer() waits for Redis.
  static constexpr std::chrono::milliseconds kAnswerPatience{400};

  /// Connects to nothing yet. @param department its slug; std::invalid_argument if it is none
  RedisJournal(RedisAddress address, std::string_view department);
  ~RedisJournal() override;

  /// O(objects). It refuses a Redis that may evict keys.
  /// @return JournalUnavailable
  /// @throws std::runtime_error when what is stored is damaged: the message names the key and the remedy
  [[nodiscard]] scheduler::Result<scheduler::Schedule> load() override;

  /// Sends the same append again after every lost answer, until Redis tells what became of it or kAppendPatience is
  /// over. The positions in `batch` are not looked at: they follow from `expected_head`. `batch` must not be empty.
  /// After a restore or a failover that lost entries (the epoch differs) everything gives head_moved until load().
  [[nodiscard]] scheduler::Result<scheduler::AppendOutcome> append(
      scheduler::Position expected_head, const std::vector<scheduler::JournalAppend>& batch) override;

  /// NotFound also when the journal ends before `after`, when an entry cannot be read, and, once, when the epoch is
  /// another one than before.
  [[nodiscard]] scheduler::Result<std::vector<scheduler::JournalEntry>> read(
      scheduler::Position after, std::size_t limit, std::chrono::milliseconds patience) override;

  [[nodiscard]] scheduler::Result<std::optional<scheduler::IdempotencyRecord>> find_answer(
      std::string_view scope, std::string_view key) override;

 private:
  std::unique_ptr<const Keys> keys_;
  std::unique_ptr<RedisConnection> redis_;
  std::string script_sha_;    ///< of the append script; empty until Redis has told it
  std::string loaded_epoch_;  ///< of the state that appends were decided on; empty: any
  std::string read_epoch_;    ///< of the entries that were read; empty: any
};

}  // namespace store
