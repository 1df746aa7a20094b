#pragma once

#include <map>
#include <memory>
#include <vector>

#include "calendar/vevent.hpp"
#include "scheduler/schedule.hpp"

namespace calendar {

/// Remembers the VEVENTs of one rendering of a feed for the next: an event is rendered again only when its record or
/// that of one of its rooms is another one. For one language and detail; not thread-safe.
class EventTexts {
 public:
  EventTexts(Language language, Detail detail) : language_(language), detail_(detail) {}

  [[nodiscard]] std::shared_ptr<const VeventGroup> of(const scheduler::Schedule& schedule,
                                                      const scheduler::RecordPtr<scheduler::Event>& event);

  /// Forgets what of() was not asked for since the last call.
  void forget_unused();

  /// How often of() had to render.
  [[nodiscard]] std::size_t rendered() const { return rendered_; }

 private:
  struct Entry {
    scheduler::RecordPtr<scheduler::Event> event;
    std::vector<scheduler::RecordPtr<scheduler::Room>> rooms;
    std::shared_ptr<const VeventGroup> group;
    bool used = false;  ///< since the last forget_unused()
  };

  Language language_;
  Detail detail_;
  std::map<scheduler::Id<scheduler::Event>, Entry> entries_;
  std::size_t rendered_ = 0;
};

}  // namespace calendar
