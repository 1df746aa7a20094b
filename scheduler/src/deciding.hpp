#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "scheduler/decide.hpp"

/// What the parts of decide() share.
namespace scheduler {

/// One command, on one schedule, at one time.
struct Deciding {
  const Schedule& schedule;
  const Command& command;
  Instant now;
};

[[nodiscard]] inline tl::unexpected<Error> refuse(Error error) { return tl::unexpected<Error>(std::move(error)); }
[[nodiscard]] inline tl::unexpected<Error> refuse(Refused::Because because, std::string detail) {
  return refuse(Error(Refused{because, std::move(detail)}));
}
[[nodiscard]] inline tl::unexpected<Error> invalid(std::vector<InvalidField> fields) {
  return refuse(Error(InvalidInput{std::move(fields)}));
}

/// What is wrong with changing `current`, if anything.
template <class T>
[[nodiscard]] std::optional<Error> precondition(const RecordPtr<T>& current, const std::optional<Version>& expected) {
  if (!current) return NotFound{};
  if (expected && *expected != current->version) return StaleVersion{current->version};
  return std::nullopt;
}

template <class T>
[[nodiscard]] Record<T> first_version(Id<T> id, T value, Instant now) {
  return {id, 1, now, now, std::move(value)};
}

template <class T>
[[nodiscard]] Record<T> next_version(const Record<T>& current, T value, Instant now) {
  return {current.id, current.version + 1, current.created, now, std::move(value)};
}

template <class T>
[[nodiscard]] Changed<T> change_to(const RecordPtr<T>& before, Record<T> after) {
  return {before, std::make_shared<const Record<T>>(std::move(after))};
}

// --- events: decide_event.cpp

[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const Create<Event>& create);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const Replace<Event>& replace);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const Remove<Event>& remove);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const AddStop& add);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const SplitSeries& split);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const Approve& approve);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const Reject& reject);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const Confirm& confirm);
[[nodiscard]] Result<Decision> decide_event(const Deciding& deciding, const Hold& hold);
/// The event, cancelled; what was once accepted can always be cancelled, whatever rules came later.
[[nodiscard]] Changed<Event> cancellation_of(const RecordPtr<Event>& event, Instant now);

// --- guests: decide_guest.cpp

[[nodiscard]] Result<Decision> decide_guest(const Deciding& deciding, const Create<Appointment>& create);
[[nodiscard]] Result<Decision> decide_guest(const Deciding& deciding, const Replace<Appointment>& replace);
[[nodiscard]] Result<Decision> decide_guest(const Deciding& deciding, const Remove<Appointment>& remove);
[[nodiscard]] Result<Decision> decide_guest(const Deciding& deciding, const Create<Registration>& create);
[[nodiscard]] Result<Decision> decide_guest(const Deciding& deciding, const Replace<Registration>& replace);
[[nodiscard]] Result<Decision> decide_guest(const Deciding& deciding, const Remove<Registration>& remove);
[[nodiscard]] Result<Decision> decide_guest(const Deciding& deciding, const AcceptOffer& accept);
[[nodiscard]] Decision decide_due(const Deciding& deciding);

/// What a change of office hours does to the appointments in them: those that still lie ahead and have no hours any
/// more are cancelled.
void add_lost_appointments(const Deciding& deciding, const Record<Event>& after, std::vector<Change>& changes);

/// Of the appointments that `changes` cancels, those that lie within `hours` are kept as appointments of these.
void move_appointments(const Record<Event>& hours, std::vector<Change>& changes);

/// What a change of a master class does to its waiting list: seats that have become free are given away.
void add_promotions(const Deciding& deciding, const Record<Event>& after, std::vector<Change>& changes);

/// Whoever is registered for the series `from` is so for its later half `to`, in the same order, as far as its seats
/// go; the others wait.
void copy_registrations(const Deciding& deciding, Id<Event> from, const Record<Event>& to,
                        std::vector<Change>& changes);

// --- undoing: decide_revert.cpp

[[nodiscard]] Result<Decision> decide_revert(const Deciding& deciding, const Revert& revert);

// --- what a change brings upon others: consequences.cpp

struct Consequences {
  std::vector<Conflict> conflicts;
  std::size_t unexamined = 0;
};

/// The clashes from now on that `change` makes and that were none before, each with the event that has it.
[[nodiscard]] Consequences consequences_of(const Deciding& deciding, const Change& change);

}  // namespace scheduler
