#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "oracle_time.hpp"
#include "scheduler/change.hpp"
#include "scheduler/command.hpp"
#include "scheduler/conflict.hpp"

/// What the scheduler should say, found the slow and obvious way: plain lists, every pair compared.
namespace oracle {

/// Of a conflict, what is no wording.
struct Clash {
  scheduler::Rule rule;
  scheduler::ResourceRef resource;
  scheduler::Interval interval;
  scheduler::LocalTime recurrence_id;
  scheduler::Uuid part;
  std::optional<std::pair<scheduler::Uuid, scheduler::Interval>> with;
  scheduler::Severity severity = scheduler::Severity::error;
  std::string why;  ///< the numbers that make it one: more of the same is another clash

  friend auto operator<=>(const Clash&, const Clash&) = default;
};
using Clashes = std::set<Clash>;

/// Whose permission is asked, and what is said to a clash.
struct Asking {
  bool is_coordinator = true;
  bool overrides = false;
  bool skips = false;
};

/// What becomes of an event that somebody wants.
struct Verdict {
  enum class Outcome { accepted, clashes, crowds_itself, too_few_seats, forbidden };
  Outcome outcome = Outcome::accepted;
  Clashes clashes;  ///< the warnings when it is accepted
  std::set<scheduler::LocalTime> skipped;
};

/// Everything that was accepted, as of now.
class Department {
 public:
  struct Booked {
    scheduler::Event event;
    std::vector<Piece> pieces;
    [[nodiscard]] bool counts() const { return event.status != scheduler::EventStatus::cancelled; }
  };
  using EventId = scheduler::Id<scheduler::Event>;

  /// What was decided is so; nothing is checked.
  void accept(const scheduler::Change& change);

  /// What `event` would clash with, were it to have the id `self`; only what ends after `now`, if that is said.
  [[nodiscard]] Clashes clashes(const scheduler::Event& event, EventId self,
                                std::optional<scheduler::Instant> now = std::nullopt) const;
  /// The same for what is there.
  [[nodiscard]] Clashes clashes_of(EventId id, std::optional<scheduler::Instant> now = std::nullopt) const;

  /// Whether one occurrence begins while a room of the series is still busy with the one before.
  [[nodiscard]] bool crowds_itself(const scheduler::Event& event) const;

  /// Of the event in the form in which it is kept; `before` is what it was.
  /// Whether somebody who has a seat would lose it by the change.
  [[nodiscard]] bool takes_seats_away(const scheduler::Event& wanted, EventId self) const;
  [[nodiscard]] Verdict judge(const scheduler::Event& event, EventId self, bool is_new, const Asking& asking) const;

  /// What changing to `after` would bring upon the events from `now` on, each clash with the event that has it.
  [[nodiscard]] std::set<std::pair<EventId, Clash>> consequences(const scheduler::Change& change,
                                                                 scheduler::Instant now) const;

  /// Everything that clashes, errors only, a pair once.
  [[nodiscard]] std::set<std::pair<EventId, Clash>> standing() const;

  /// Itself and what it is made of.
  [[nodiscard]] std::set<scheduler::Id<scheduler::Room>> with_parts(scheduler::Id<scheduler::Room> id) const;

  /// Itself, what it is made of, and what it is a part of.
  [[nodiscard]] std::set<scheduler::Id<scheduler::Room>> sharing_space(scheduler::Id<scheduler::Room> id) const;

  /// Who is in `resource` during `window`, in order.
  [[nodiscard]] std::vector<std::pair<scheduler::Interval, EventId>> busy(const scheduler::ResourceRef& resource,
                                                                          scheduler::Interval window) const;
  /// How many events need it that are not cancelled, and closures and rooms that name it.
  [[nodiscard]] std::size_t users_of(const scheduler::ResourceRef& resource) const;

  // --- guests: oracle_guests.cpp

  [[nodiscard]] std::optional<std::int64_t> seats_of(EventId master_class) const;
  [[nodiscard]] std::optional<std::int64_t> seats_of(const scheduler::Event& master_class) const;
  [[nodiscard]] std::int64_t seats_taken(EventId master_class) const;
  /// In order of entry.
  [[nodiscard]] std::vector<scheduler::Registration> registrations_of(EventId master_class) const;

  /// Whether the notice is long enough and the slot is not too far ahead.
  [[nodiscard]] bool is_in_time(EventId id, scheduler::LocalTime start, scheduler::Instant now) const;

  /// Whom a visitor could see at that slot, and how many visitors each of them has; nullopt where there is no slot.
  [[nodiscard]] std::optional<std::map<scheduler::Id<scheduler::Person>, std::int64_t>> free_hosts(
      EventId hours, scheduler::LocalTime start, scheduler::Instant now,
      std::optional<scheduler::Id<scheduler::Appointment>> except) const;

  [[nodiscard]] const std::map<scheduler::Id<scheduler::Equipment>, scheduler::Equipment>& equipment() const {
    return equipment_;
  }
  [[nodiscard]] const std::map<scheduler::Id<scheduler::Room>, scheduler::Room>& rooms() const { return rooms_; }
  [[nodiscard]] const std::map<EventId, Booked>& events() const { return events_; }
  [[nodiscard]] const std::map<scheduler::Id<scheduler::Appointment>, scheduler::Appointment>& appointments() const {
    return appointments_;
  }
  [[nodiscard]] const std::map<scheduler::Id<scheduler::Registration>, scheduler::Registration>& registrations() const {
    return registrations_;
  }

 private:
  friend class Rules;

  template <class T>
  using Of = std::map<scheduler::Id<T>, T>;

  scheduler::Settings settings_;
  Of<scheduler::Person> people_;
  Of<scheduler::Room> rooms_;
  Of<scheduler::Equipment> equipment_;
  Of<scheduler::Closure> closures_;
  Of<scheduler::Appointment> appointments_;
  Of<scheduler::Registration> registrations_;
  std::map<EventId, Booked> events_;

  template <class T>
  void accept(const scheduler::Changed<T>& changed);
  [[nodiscard]] Clashes clashes_of(const scheduler::Event& event, std::vector<Piece> pieces, EventId self,
                                   std::optional<scheduler::Instant> now) const;
  void leave_out(scheduler::Event& event, const Clashes& errors, std::set<scheduler::LocalTime>& skipped) const;
};

}  // namespace oracle
