#pragma once

#include <optional>
#include <string>
#include <variant>

#include "scheduler/access_token.hpp"
#include "scheduler/event.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/people.hpp"
#include "scheduler/room.hpp"

namespace scheduler {

/// Make a `T`. The id is fresh.
template <class T>
struct Create {
  Id<T> id;
  T value;
};

/// Put `value` in the place of what has the id now. `expected`: only if this is still its version.
template <class T>
struct Replace {
  Id<T> id;
  T value;
  std::optional<Version> expected;
};

/// Remove it; an event is cancelled instead, and stays.
template <class T>
struct Remove {
  Id<T> id;
  std::optional<Version> expected;
};

using Action = std::variant<Create<Person>, Replace<Person>, Remove<Person>,                 //
                            Create<Room>, Replace<Room>, Remove<Room>,                       //
                            Create<Institution>, Replace<Institution>, Remove<Institution>,  //
                            Create<Event>, Replace<Event>, Remove<Event>,                    //
                            Create<AccessToken>, Remove<AccessToken>>;

/// What somebody wants done. Values are unchecked: decide() checks them.
struct Command {
  Actor actor;
  Action action;
  /// Why the conflicts do not matter: coordinators and admins may book over rules that can be overridden.
  std::optional<std::string> override_reason;
};

}  // namespace scheduler
