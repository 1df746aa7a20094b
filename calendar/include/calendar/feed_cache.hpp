#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "calendar/feed.hpp"

namespace calendar {

/// Public feeds that were made already, one for each set of options: all requests share one body until the schedule's
/// head moves or the department's day ends. A new one is made once, whoever asks for it meanwhile waits for it; whoever
/// may still have the old one is not held up. Events that did not change are not rendered again. Thread-safe.
///
/// It remembers every set of options it was ever asked for: these are the server's settings, never a client's text.
class FeedCache {
 public:
  FeedCache();
  ~FeedCache();
  FeedCache(const FeedCache&) = delete;
  FeedCache& operator=(const FeedCache&) = delete;

  /// public_feed() of `schedule`, by its head and the time of its last change.
  [[nodiscard]] std::shared_ptr<const Feed> public_feed(const scheduler::Schedule& schedule, const FeedOptions& options,
                                                        scheduler::Instant now);

 private:
  struct Slot;

  [[nodiscard]] Slot& slot_of(const FeedOptions& options);

  std::mutex slots_mutex_;
  std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace calendar
