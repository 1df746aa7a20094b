#include "calendar/feed_cache.hpp"

#include <algorithm>

namespace calendar {

struct FeedCache::Slot {
  /// A feed, and what it was made of.
  struct Made {
    scheduler::Position head = 0;
    scheduler::Instant last_change;
    date::local_days day;
    std::shared_ptr<const Feed> feed;
  };

  explicit Slot(const FeedOptions& of) : options(of), texts(of.language, Detail::full) {}

  /// The feed that is there, if it is of this day and of exactly this schedule. A higher head is not newer: a store
  /// that lost its tail goes on from a lower one.
  std::shared_ptr<const Feed> find(const scheduler::Schedule& schedule, date::local_days day) {
    const std::lock_guard lock(made_mutex);
    const bool is_it =
        made.feed && made.day == day && made.head == schedule.head() && made.last_change == schedule.last_change();
    return is_it ? made.feed : nullptr;
  }

  const FeedOptions options;
  std::mutex made_mutex;  ///< held for the time of a copy only
  Made made;
  std::mutex rendering_mutex;  ///< guards `texts`, and makes one rendering at a time
  EventTexts texts;
};

FeedCache::FeedCache() = default;
FeedCache::~FeedCache() = default;

FeedCache::Slot& FeedCache::slot_of(const FeedOptions& options) {
  const std::lock_guard lock(slots_mutex_);
  const auto found = std::ranges::find_if(slots_, [&](const auto& slot) { return slot->options == options; });
  if (found != slots_.end()) return **found;
  return *slots_.emplace_back(std::make_unique<Slot>(options));
}

std::shared_ptr<const Feed> FeedCache::public_feed(const scheduler::Schedule& schedule, const FeedOptions& options,
                                                   scheduler::Instant now) {
  const date::local_days day = date::floor<date::days>(options.time_zone.to_local(now));
  Slot& slot = slot_of(options);
  if (auto feed = slot.find(schedule, day)) return feed;

  const std::lock_guard rendering(slot.rendering_mutex);
  if (auto feed = slot.find(schedule, day)) return feed;
  auto feed = std::make_shared<const Feed>(calendar::public_feed(schedule, options, now, slot.texts));
  const std::lock_guard lock(slot.made_mutex);
  slot.made = {schedule.head(), schedule.last_change(), day, feed};
  return feed;
}

}  // namespace calendar
