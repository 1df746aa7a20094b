#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "scheduler/conflict.hpp"
#include "scheduler/event.hpp"
#include "scheduler/schedule.hpp"
#include "scheduler/session.hpp"

namespace scheduler {

/// Every rule that `event`, which is normalized, would break in `schedule`, in order of time. The event `self` itself
/// is looked past, so that an event does not clash with what it was before.
[[nodiscard]] std::vector<Conflict> conflicts_of(const Schedule& schedule, const Event& event, Id<Event> self);

/// The same for some of its sessions.
[[nodiscard]] std::vector<Conflict> conflicts_of(const Schedule& schedule, const Event& event, Id<Event> self,
                                                 const std::vector<Session>& sessions);

/// Clashes that are known already, to be found again by what they are: whatever the things in them are called now, and
/// however severe the department takes them now. More of the same is another clash.
class KnownConflicts {
 public:
  explicit KnownConflicts(std::vector<Conflict> conflicts);

  [[nodiscard]] bool empty() const { return conflicts_.empty(); }
  [[nodiscard]] bool contains(const Conflict& conflict) const;

 private:
  std::vector<Conflict> conflicts_;
};

/// What makes a time unsuitable.
enum class Strictness {
  no_errors,    ///< warnings do not matter
  no_warnings,  ///< nothing at all may be wrong
};

/// One of the conflicts that make it unsuitable, the first that is found; nullopt: it suits.
[[nodiscard]] std::optional<Conflict> any_conflict(const Schedule& schedule, const Event& event, Id<Event> self,
                                                   Strictness strictness);
/// Likewise, of these sessions of it only.
[[nodiscard]] std::optional<Conflict> any_conflict(const Schedule& schedule, const Event& event, Id<Event> self,
                                                   const std::vector<Session>& sessions, Strictness strictness);

/// False of rules that are about the event as a whole: leaving out an occurrence does not mend them.
[[nodiscard]] bool is_about_one_time(const Conflict& conflict);

/// How much free time the resource needs between two events.
[[nodiscard]] std::chrono::seconds changeover_of(const Schedule& schedule, const ResourceRef& resource);

}  // namespace scheduler
