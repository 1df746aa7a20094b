#pragma once

#include <cstddef>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "scheduler/alternative.hpp"
#include "scheduler/conflict.hpp"
#include "scheduler/ids.hpp"

namespace scheduler {

/// One thing wrong with the input: where (JSON Pointer, RFC 6901, into what the client sent) and why.
struct InvalidField {
  std::string pointer;
  std::string detail;

  friend bool operator==(const InvalidField&, const InvalidField&) = default;
};

struct InvalidInput {
  std::vector<InvalidField> fields;
};

struct NotFound {};

/// The object has changed since the client read it.
struct StaleVersion {
  Version current = 0;
};

/// The booking clashes, and by the department's policy it may not.
struct SchedulingConflict {
  std::vector<Conflict> conflicts;  ///< errors, at most kMaxConflictsNamed, in order of time
  std::size_t omitted = 0;          ///< how many more there are
  std::vector<Conflict> warnings;   ///< what would not stand in the way, at most as many
  std::vector<Alternative> alternatives;
  /// Of a series: what could be booked of it with OnConflict::skip, by recurrence id. Empty: nothing.
  std::vector<LocalTime> free_occurrences;
};
inline constexpr std::size_t kMaxConflictsNamed = 1000;

/// It cannot be removed while events need it.
struct StillNeeded {
  std::vector<Uuid> events;  ///< some of them, at most 20
  std::size_t count = 0;     ///< how many there are in all
};

/// It cannot be done as things stand, and no other input would help.
struct Refused {
  enum class Because {
    already_registered,   ///< the same e-mail address has a seat or waits for one
    registration_closed,  ///< or not yet open, or the class is cancelled
    no_offer,             ///< no seat is offered to this registration, or no longer
    seats_taken,          ///< fewer seats than are taken already
    not_pending,          ///< it does not wait for anybody's approval
    already_over,         ///< what has taken place, or is cancelled, cannot be moved or cancelled by its visitor
    slot_not_open,        ///< it is over, begins too soon or is too far ahead to be booked now
    not_tentative,        ///< it waits for approval, or is cancelled: there is nothing to confirm
    changed_since,        ///< what is to be undone has been changed by others after that
    not_revertible,       ///< changes of this kind are not undone: what else can be done is said
    last_admin,           ///< without this token nobody could administer the department any more
  };
  Because because = Because::already_registered;
  std::string detail;
};

/// The Idempotency-Key was used for another request.
struct IdempotencyKeyReused {};

/// The journal cannot be written now. Whether this command was written is unknown: only a retry with the same
/// Idempotency-Key is safe.
struct JournalUnavailable {
  std::string detail;
};

/// The actor's role does not allow this.
struct Forbidden {
  std::string detail;
};

/// An invariant broke while the command was decided; nothing was written. The detail is for the log.
struct InternalError {
  std::string detail;
};

/// Expected outcomes. Broken invariants throw, and are caught at the edges.
using Error = std::variant<InvalidInput, NotFound, StaleVersion, SchedulingConflict, StillNeeded, Refused,
                           IdempotencyKeyReused, JournalUnavailable, Forbidden, InternalError>;

template <class T>
using Result = tl::expected<T, Error>;

}  // namespace scheduler
