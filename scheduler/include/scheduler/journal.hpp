#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/error.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/schedule.hpp"

namespace scheduler {

/// What one command leaves behind: its entry and, where the client sent a key, the answer to give again.
struct JournalAppend {
  JournalEntry entry;
  std::optional<IdempotencyRecord> idempotency;
};

enum class AppendOutcome {
  written,     ///< all of it, durably
  head_moved,  ///< nothing of it: somebody else has written after the expected head
};

/// The department's only memory: one totally ordered list of entries, and the current objects, which always agree.
/// Implementations need not be thread-safe: each thread uses its own.
class Journal {
 public:
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  virtual ~Journal() = default;

  /// The whole state as of some position at or after every entry that was written before the call.
  /// @return JournalUnavailable
  [[nodiscard]] virtual Result<Schedule> load() = 0;

  /// Writes all of `batch` or nothing. The positions of its entries are expected_head + 1, + 2, ...
  /// An outcome that was lost on the way is found out before this returns.
  /// @return JournalUnavailable: it may or may not have been written
  [[nodiscard]] virtual Result<AppendOutcome> append(Position expected_head,
                                                     const std::vector<JournalAppend>& batch) = 0;

  /// The entries after `after`, in order, at most `limit`; waits up to `patience` for the first one. Empty when none
  /// came.
  /// @return JournalUnavailable; NotFound when entry `after` + 1 has been trimmed or lost: load() again
  [[nodiscard]] virtual Result<std::vector<JournalEntry>> read(Position after, std::size_t limit,
                                                               std::chrono::milliseconds patience) = 0;

  /// The answer stored under this key within the last 24 hours, if any.
  /// @return JournalUnavailable
  [[nodiscard]] virtual Result<std::optional<IdempotencyRecord>> find_answer(std::string_view scope,
                                                                             std::string_view key) = 0;
};

}  // namespace scheduler
