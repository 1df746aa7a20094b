#pragma once

#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/entities.hpp"
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

  /// The appointment with this hash (Appointment::secret_sha256); null when there is none. O(log n).
  [[nodiscard]] RecordPtr<Appointment> find_appointment(const std::string& secret_sha256) const;

  /// The department's settings, or the usual ones while there are none.
  [[nodiscard]] const Settings& settings() const;

  /// The appointments of these office hours, in order of start; the registrations for this class, in order of entry.
  /// Cancelled ones too. O(log n + found).
  [[nodiscard]] std::vector<RecordPtr<Appointment>> appointments_of(Id<Event> office_hours) const;
  [[nodiscard]] std::vector<RecordPtr<Registration>> registrations_of(Id<Event> master_class) const;

  /// Whatever cannot be in use together with `room`: itself, its parts and theirs, and what it is a part of.
  [[nodiscard]] std::vector<Id<Room>> rooms_sharing_space_with(Id<Room> room) const;

  /// When the next hold or offer runs out. O(log n).
  [[nodiscard]] std::optional<Instant> next_due() const;
  /// The holds and offers that have run out, in order.
  [[nodiscard]] std::vector<Id<Event>> holds_due(Instant now) const;
  [[nodiscard]] std::vector<Id<Registration>> offers_due(Instant now) const;

  /// Calls `visit(IndexedOccurrence)` in order of begin for every session, of whatever status, that overlaps
  /// `window`, until it returns false. O(log n + found).
  template <class Visit>
  void visit_occurrences(const Interval& window, Visit&& visit) const {
    agenda_.visit_overlapping(window, visit);
  }

  /// The same for the sessions that take `resource`.
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

  void index(const Record<Room>& room);
  void unindex(const Record<Room>& room);
  void index(const Record<Appointment>& appointment);
  void unindex(const Record<Appointment>& appointment);
  void index(const Record<Registration>& registration);
  void unindex(const Record<Registration>& registration);
  void index(const Record<AccessToken>& token);
  void unindex(const Record<AccessToken>& token);

  struct Nothing {};
  template <class... Key>
  using Set = PersistentMap<std::tuple<Key...>, Nothing>;

  Position head_ = 0;
  Instant last_change_;
  OfEachEntity<std::tuple, Records> records_;
  PersistentMap<std::string, Id<AccessToken>> tokens_by_hash_;
  PersistentMap<std::string, Id<Appointment>> appointments_by_hash_;
  Set<Id<Event>, LocalTime, Id<Appointment>> appointments_;
  Set<Id<Event>, std::int32_t, Id<Registration>> registrations_;
  Set<Id<Room>, Id<Room>> containers_;  ///< (part, whole)
  Set<Instant, Id<Event>> holds_;
  Set<Instant, Id<Registration>> offers_;
  IntervalIndex agenda_;
  PersistentMap<ResourceRef, IntervalIndex> busy_;
};

}  // namespace scheduler
