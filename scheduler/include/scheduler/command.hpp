#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scheduler/change.hpp"
#include "scheduler/entities.hpp"
#include "scheduler/ids.hpp"
#include "scheduler/time.hpp"

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

/// Remove it. An event, an appointment and a registration are cancelled instead, and stay.
template <class T>
struct Remove {
  Id<T> id;
  std::optional<Version> expected;
};

/// Put one more stop into a visit.
struct AddStop {
  Id<Event> visit;
  Stop stop;
};

/// Give the occurrence `recurrence_id` and those after it to a new event, which is `value` and begins with it; the old
/// series ends before (RFC 5545 3.2.13, THISANDFUTURE, in two events as clients understand them).
struct SplitSeries {
  Id<Event> id;
  std::optional<Version> expected;
  LocalTime recurrence_id;
  Id<Event> following;
  Event value;
};

/// A coordinator's yes to an event that waits for it: it is decided again, as of now.
struct Approve {
  Id<Event> id;
  std::optional<Version> expected;
};

/// A coordinator's no: the event is cancelled.
struct Reject {
  Id<Event> id;
  std::optional<Version> expected;
  std::optional<std::string> reason = std::nullopt;  ///< for whoever asked
};

/// Turn a hold, or what is tentative, into a confirmed event: it has its times already.
struct Confirm {
  Id<Event> id;
  std::optional<Version> expected;
};

/// Keep the hours of a tentative event until then: nobody else gets them, and at that time it ends by itself.
struct Hold {
  Id<Event> id;
  std::optional<Version> expected;
  Instant until;
};

/// Undo what one entry of the journal did, where nothing stands against it: what it changed is as it left it still, and
/// can be as it was before.
struct Revert {
  Position position = 0;
  std::vector<Change> changes;  ///< the entry's
};

/// Change nothing: only the answer is kept under its idempotency key.
struct Remember {};

/// Somebody from the waiting list takes the seat that is offered.
struct AcceptOffer {
  Id<Registration> id;
};

/// Ends what has run out: holds, and offers of seats, which pass on. Given by the service itself.
struct ExpireDue {};

using Action = std::variant<Create<Settings>, Replace<Settings>,                                             //
                            Create<Person>, Replace<Person>, Remove<Person>,                                 //
                            Create<Room>, Replace<Room>, Remove<Room>,                                       //
                            Create<Equipment>, Replace<Equipment>, Remove<Equipment>,                        //
                            Create<Institution>, Replace<Institution>, Remove<Institution>,                  //
                            Create<Agreement>, Replace<Agreement>, Remove<Agreement>,                        //
                            Create<Project>, Replace<Project>, Remove<Project>,                              //
                            Create<Closure>, Replace<Closure>, Remove<Closure>,                              //
                            Create<Event>, Replace<Event>, Remove<Event>,                                    //
                            AddStop, SplitSeries, Approve, Reject, Confirm, Hold,                            //
                            Create<Appointment>, Replace<Appointment>, Remove<Appointment>,                  //
                            Create<Registration>, Replace<Registration>, Remove<Registration>, AcceptOffer,  //
                            ExpireDue, Revert, Remember,                                                     //
                            Create<AccessToken>, Replace<AccessToken>, Remove<AccessToken>,                  //
                            Create<Webhook>, Replace<Webhook>, Remove<Webhook>>;

/// What becomes of a series of which some occurrences clash.
enum class OnConflict {
  fail,  ///< nothing is booked
  skip,  ///< the others are booked; these are excluded, and can be booked again later
};

/// What somebody wants done. Values are unchecked: decide() checks them.
struct Command {
  Actor actor;
  Action action;
  /// Why the conflicts do not matter: coordinators and admins may book over rules that can be overridden.
  std::optional<std::string> override_reason = std::nullopt;
  OnConflict on_conflict = OnConflict::fail;

  /// What the journal keeps: why conflicts do not matter, or why something is rejected. Empty: nothing was said.
  [[nodiscard]] std::string reason() const;
};

}  // namespace scheduler
