#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/command.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"

/// What the scheduler should say, found the slow and obvious way: plain lists, every pair compared, every day looked
/// at. It shares the value types with the scheduler and none of its code.
namespace oracle {

[[nodiscard]] bool names_day(const scheduler::RecurrenceRule& rule, scheduler::LocalTime start);

/// Looks at each day of ten years.
[[nodiscard]] std::vector<scheduler::LocalTime> expand(const scheduler::RecurrenceRule& rule,
                                                       scheduler::LocalTime start);

/// One time that an event takes place, with the local start that its rule gave it.
struct Time {
  scheduler::LocalTime recurrence_id;
  scheduler::Interval interval;

  friend auto operator<=>(const Time&, const Time&) = default;
};
[[nodiscard]] std::vector<Time> times_of(const scheduler::Event& event);

/// Of a conflict, what can be told from the two events alone.
struct Clash {
  scheduler::ResourceRef resource;
  scheduler::Interval interval;
  scheduler::LocalTime recurrence_id;
  scheduler::Id<scheduler::Event> with;
  scheduler::Interval with_interval;

  friend auto operator<=>(const Clash&, const Clash&) = default;
};

/// Everything that was accepted, as of now.
class Department {
 public:
  /// What was decided is so; nothing is checked.
  void accept(const scheduler::Change& change);

  /// What `event` would clash with, were it to have the id `self`.
  [[nodiscard]] std::set<Clash> clashes(const scheduler::Event& event, scheduler::Id<scheduler::Event> self) const;

  /// Whether an occurrence of the series begins while one of its rooms is still busy with the one before.
  [[nodiscard]] bool crowds_itself(const scheduler::Event& event) const;

  /// Whether the event now called `id` takes everything already that `event` would take.
  [[nodiscard]] bool takes_already(scheduler::Id<scheduler::Event> id, const scheduler::Event& event) const;

  /// How many events take part of, or take place in, what has this id.
  [[nodiscard]] std::size_t users_of(const scheduler::ResourceRef& resource) const;

  /// Pairs of events that are in one room or need one person at the same time.
  [[nodiscard]] std::size_t overlapping_pairs() const;

  /// Who is in `resource` during `window`, in order of time.
  [[nodiscard]] std::vector<Time> busy(const scheduler::ResourceRef& resource, scheduler::Interval window) const;

  struct Booked {
    scheduler::Id<scheduler::Event> id;
    scheduler::Event event;
    std::set<scheduler::ResourceRef> takes;
    std::vector<Time> times;
  };
  [[nodiscard]] const std::vector<Booked>& events() const { return events_; }

 private:
  struct Place {
    scheduler::Id<scheduler::Room> id;
    std::chrono::seconds setup{0};
    std::chrono::seconds teardown{0};
  };

  [[nodiscard]] std::chrono::seconds pause_between(const scheduler::ResourceRef& resource) const;

  std::vector<Place> rooms_;
  std::vector<Booked> events_;
};

/// Rooms, and people unless it leaves them free; nothing of what is cancelled.
[[nodiscard]] std::set<scheduler::ResourceRef> taken_by(const scheduler::Event& event);

}  // namespace oracle
