#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/schedule.hpp"
#include "scheduler/session.hpp"
#include "scheduler/settings.hpp"

namespace scheduler::rules {

/// An event that somebody wants, before it is held against the rules.
struct Wanted {
  const Schedule& schedule;
  const Event& event;                    ///< normalized
  Id<Event> self;                        ///< what the schedule holds under this id is looked past
  const std::vector<Session>& sessions;  ///< of `event`: all, or those that matter
};

/// Collects clashes, each with the severity that the department gives its rule.
class Findings {
 public:
  /// Ten years of days with a hundred people in each would be counted for seconds: nobody reads so many.
  static constexpr std::size_t kMostFindings = 20'000;

  enum class Until {
    all,          ///< everything is wanted
    first,        ///< the first clash decides, be it a warning
    first_error,  ///< the first error decides
  };

  Findings(const Settings& settings, EventKind kind, Until until) : settings_(settings), kind_(kind), until_(until) {}

  /// Sets the severity and whether it can be overridden; drops it when the rule is off.
  void add(Conflict conflict);
  /// Whether looking further changes nothing.
  [[nodiscard]] bool enough() const { return enough_; }
  [[nodiscard]] const Settings& settings() const { return settings_; }
  /// In order of time.
  [[nodiscard]] std::vector<Conflict> take();

 private:
  const Settings& settings_;
  EventKind kind_;
  Until until_;
  bool enough_ = false;
  std::vector<Conflict> conflicts_;
};

/// A clash of `session` over `resource`, within `interval`.
[[nodiscard]] Conflict clash(const Wanted& wanted, const Session& session, Rule rule, const ResourceRef& resource,
                             const Interval& interval, std::string detail = {});

/// What stands at `taken`, as the other side of a clash.
[[nodiscard]] Opponent opponent_at(const Schedule& schedule, const IndexedOccurrence& taken);
[[nodiscard]] Opponent opponent_of(const Wanted& wanted, const Session& session);

[[nodiscard]] std::string name_of(const Schedule& schedule, const ResourceRef& resource);

/// The campus where a session is held, if it is known.
[[nodiscard]] std::optional<std::string> campus_of(const Schedule& schedule, const Needs& needs);

/// A day of a session on which `event` has people and rooms at work, not the whole of a visit and not a trip.
[[nodiscard]] bool is_at_work(const Event& event, const Session& session);

// The rules, by what they look at. Each adds what it finds and stops when that is enough.
void check_fitness(const Wanted& wanted, Findings& findings);  ///< capacity, features, languages
void check_busy(const Wanted& wanted, Findings& findings);     ///< rooms, people, equipment that are taken
void check_hours(const Wanted& wanted, Findings& findings);  ///< closures, opening and working hours, presence, limits
void check_journeys(const Wanted& wanted, Findings& findings);  ///< the way and the pause between two sessions

}  // namespace scheduler::rules
