#pragma once

#include <vector>

#include "scheduler/access_token.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/decide.hpp"
#include "scheduler/error.hpp"
#include "scheduler/event.hpp"
#include "scheduler/schedule.hpp"

namespace api {

/// What a token may see of the department's events: private ones are for staff and higher, and a token with a scope
/// sees what its scope covers. That a room or a person is taken is no secret to anybody with a token.
class Sight {
 public:
  explicit Sight(const scheduler::AccessToken& token) : role_(token.role), scope_(token.scope) {}

  /// Whether it may see all of the event.
  [[nodiscard]] bool sees(const scheduler::Event& event) const { return is_in_scope(event) && !hides(event); }
  /// Whether the event is there for it at all, be it only as time that is taken.
  [[nodiscard]] bool is_in_scope(const scheduler::Event& event) const {
    return !scope_.limits() || scope_.covers(event);
  }
  /// Whether there are events that it may not see.
  [[nodiscard]] bool is_limited() const { return scope_.limits() || role_ < scheduler::Role::staff; }

  /// Takes the titles of events that it may not see out of what is told of clashes with them.
  /// @{
  void redact(std::vector<scheduler::Conflict>& conflicts, const scheduler::Schedule& schedule) const;
  void redact(scheduler::SchedulingConflict& error, const scheduler::Schedule& schedule) const;
  void redact(scheduler::Decision& decision, const scheduler::Schedule& schedule) const;
  /// @}

 private:
  [[nodiscard]] bool hides(const scheduler::Event& event) const {
    return event.visibility == scheduler::Visibility::private_to_participants && role_ < scheduler::Role::staff;
  }

  scheduler::Role role_;
  scheduler::TokenScope scope_;
};

/// In the place of a title that is not shown.
inline constexpr const char* kHiddenTitle = "(not shown)";

}  // namespace api
