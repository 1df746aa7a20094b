#pragma once

#include <compare>

#include "scheduler/event.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/persistent_map.hpp"
#include "scheduler/time.hpp"

namespace scheduler {

/// One session of one event in an index.
struct IndexedOccurrence {
  Interval interval;
  Id<Event> event;
  LocalTime recurrence_id;
  Uuid part{};                ///< see Session::part
  std::int32_t quantity = 1;  ///< how much of the resource it takes

  friend auto operator<=>(const IndexedOccurrence&, const IndexedOccurrence&) = default;
};

/// Occurrences in order of begin, that answers "what overlaps [a, b)" in O(log n + found). A value, as PersistentMap
/// is.
class IntervalIndex {
 public:
  void insert(const IndexedOccurrence& occurrence) { map_.insert_or_assign(occurrence, Nothing{}); }
  void erase(const IndexedOccurrence& occurrence) { map_.erase(occurrence); }
  [[nodiscard]] bool empty() const { return map_.empty(); }
  [[nodiscard]] std::size_t size() const { return map_.size(); }

  /// Calls `visit(IndexedOccurrence)` in order of begin for each that overlaps `window`, until it returns false.
  template <class Visit>
  void visit_overlapping(const Interval& window, Visit&& visit) const {
    map_.search([&](const LatestEnd& latest) { return window.begin < latest.end; },
                [&](const IndexedOccurrence& each) { return window.end <= each.interval.begin; },
                [&](const IndexedOccurrence& each, Nothing) {
                  return !each.interval.overlaps(window) || static_cast<bool>(visit(each));
                });
  }

  /// Calls `visit(IndexedOccurrence)` for all, in order of begin.
  template <class Visit>
  void for_each(Visit&& visit) const {
    map_.for_each([&](const IndexedOccurrence& each, Nothing) { visit(each); });
  }

 private:
  struct Nothing {};

  /// The latest end in a subtree: what ends before the window begins is not entered.
  struct LatestEnd {
    Instant end;

    static LatestEnd of(const IndexedOccurrence& occurrence) { return {occurrence.interval.end}; }
    void absorb(const LatestEnd& other) {
      if (end < other.end) end = other.end;
    }
  };

  PersistentMap<IndexedOccurrence, Nothing, LatestEnd> map_;
};

}  // namespace scheduler
