#pragma once

#include <cstddef>
#include <vector>

#include "scheduler/journal.hpp"
#include "scheduler/schedule.hpp"

namespace api {

/// A part of what happened to one object.
struct ObjectHistory {
  std::vector<scheduler::JournalEntry> entries;  ///< in order
  /// Up to which entry the journal was looked through: the next part begins after it.
  scheduler::Position examined = 0;
  bool more = false;  ///< there is a next part
};

/// The entries after `after` that changed the object, at most `limit`. Each version of an object names the entry that
/// made it, and that entry holds the version before: so the history is followed back, one read for each change, while
/// the object is there. Of one that is gone, or was gone in between, the journal is looked through, kMostExamined
/// entries at a time.
/// @return JournalUnavailable; NotFound when the journal does not reach back to `after`
[[nodiscard]] scheduler::Result<ObjectHistory> history_of(scheduler::Journal& journal,
                                                          const scheduler::Schedule& schedule,
                                                          const scheduler::Uuid& object, scheduler::Position after,
                                                          std::size_t limit);

/// The first entry that the journal keeps, up to `head`; `head` + 1 where it keeps none. O(log head) reads.
/// @return JournalUnavailable
[[nodiscard]] scheduler::Result<scheduler::Position> oldest_kept(scheduler::Journal& journal, scheduler::Position head);

inline constexpr std::size_t kMostExamined = 20'000;

}  // namespace api
