#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "scheduler/access_token.hpp"
#include "scheduler/change.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"
#include "scheduler/interval_index.hpp"
#include "scheduler/persistent_map.hpp"

namespace scheduler {

template <class T>
using Records = PersistentMap<Id<T>, RecordPtr<T>>;

/// Everything the department has, as of one position of its journal. A value: copies are cheap and independent, so a
/// reader keeps one while the scheduling thread goes on. Thread safety: as an int's.
class Schedule {
 public:
  /// The position of the last entry that is in here.
  [[nodiscard]] Position head() const { return head_; }
  /// When the last entry was written; the epoch when there is none.
  [[nodiscard]] Instant last_change() const { return last_change_; }

  /// Null when there is none. O(log n).
  template <class T>
  [[nodiscard]] RecordPtr<T> find(Id<T> id) const {
    const RecordPtr<T>* found = all<T>().find(id);
    return found != nullptr ? *found : nullptr;
  }

  /// In order of id.
  template <class T>
  [[nodiscard]] const Records<T>& all() const {
    return std::get<Records<T>>(records_);
  }

  /// The token with this hash (AccessToken::secret_sha256); null when there is none. O(log n).
  [[nodiscard]] RecordPtr<AccessToken> find_token(const std::string& secret_sha256) const;

  /// Calls `visit(IndexedOccurrence)` in order of begin for every occurrence, of whatever status, that overlaps
  /// `window`, until it returns false. O(log n + found).
  template <class Visit>
  void visit_occurrences(const Interval& window, Visit&& visit) const {
    agenda_.visit_overlapping(window, visit);
  }

  /// The same for the occurrences that take `resource`.
  template <class Visit>
  void visit_busy(const ResourceRef& resource, const Interval& window, Visit&& visit) const {
    if (const IntervalIndex* index = busy_.find(resource)) index->visit_overlapping(window, visit);
  }

  /// Makes one change. `before` must be what is there now: else std::logic_error, and nothing is changed.
  void apply(const Change& change);

  /// Makes all changes of the entry after head(). std::logic_error if it is another one.
  void apply(const JournalEntry& entry);

  /// Says that everything up to `head` is in here, when the objects came from elsewhere than the entries.
  void set_head(Position head, Instant last_change);

 private:
  template <class T>
  void apply_record(const Changed<T>& changed);
  void index(const Record<Event>& event);
  void unindex(const Record<Event>& event);

  Position head_ = 0;
  Instant last_change_;
  std::tuple<Records<Person>, Records<Room>, Records<Institution>, Records<Event>, Records<AccessToken>> records_;
  PersistentMap<std::string, Id<AccessToken>> tokens_by_hash_;
  IntervalIndex agenda_;
  PersistentMap<ResourceRef, IntervalIndex> busy_;
};

}  // namespace scheduler
