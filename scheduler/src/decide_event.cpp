#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "alternatives.hpp"
#include "conflicts.hpp"
#include "deciding.hpp"
#include "scheduler/session.hpp"
#include "seats.hpp"
#include "validate.hpp"

namespace scheduler {
namespace {

/// When and where everything of it takes place, as a subscriber sees it.
struct Shown {
  Uuid part;
  LocalTime start;
  Interval interval;
  std::vector<Id<Room>> rooms;
  std::string title;

  friend bool operator==(const Shown&, const Shown&) = default;
};

/// The parts of a visit or trip; nothing of a series, whose fields say it all.
std::vector<Shown> parts_of(const Event& event) {
  std::vector<Shown> parts;
  if (event.kind() != EventKind::visit && event.kind() != EventKind::trip) return parts;
  for (const Session& session : sessions_of(event)) {
    parts.push_back({session.part, session.start, session.interval, session.needs->rooms,
                     title_of(event, session.recurrence_id, session.part)});
  }
  return parts;
}

/// The rooms of the event itself: those of its overrides and parts are compared with these.
bool same_rooms(const Event& before, const Event& after) {
  return before.room == after.room && before.rooms == after.rooms;
}

/// RFC 5545 3.8.7.4 and FEEDS: what a subscriber must take notice of.
bool needs_new_sequence(const Event& before, const Event& after) {
  return before.start != after.start || !(before.time_zone == after.time_zone) ||
         before.duration.nominal() != after.duration.nominal() || before.duration.exact() != after.duration.exact() ||
         before.recurrence_rule != after.recurrence_rule || before.recurrence_overrides != after.recurrence_overrides ||
         before.status != after.status || before.virtual_location != after.virtual_location ||
         !same_rooms(before, after) || parts_of(before) != parts_of(after);
}

/// What is booked for the hours of it, and by whom it may be.
bool asks_for_more(const Event& before, const Event& after) {
  return before.start != after.start || !(before.time_zone == after.time_zone) || before.duration != after.duration ||
         before.recurrence_rule != after.recurrence_rule || before.recurrence_overrides != after.recurrence_overrides ||
         !same_rooms(before, after) || parts_of(before) != parts_of(after) ||
         (before.status == EventStatus::cancelled && after.status != EventStatus::cancelled);
}

/// Whoever takes a hall takes its halves.
bool needs_approval(const Schedule& schedule, const std::vector<Id<Room>>& rooms) {
  return std::any_of(rooms.begin(), rooms.end(), [&](const Id<Room>& id) {
    const auto room = schedule.find(id);
    return room && (room->value.approval_needed || needs_approval(schedule, room->value.parts));
  });
}

bool waits_for_a_coordinator(const Schedule& schedule, const Event& event) {
  return needs_approval(schedule, rooms_of(event));
}

bool is_error(const Conflict& conflict) { return conflict.severity == Severity::error; }

/// It is read by everybody who may see the event: only titles that are public anyway may stand in it.
std::string why_skipped(const Schedule& schedule, const TokenScope& scope, const Conflict& conflict) {
  constexpr std::size_t kLongest = 400;
  std::string reason = conflict.resource_name;
  const auto opponent = conflict.with ? schedule.find(Id<Event>{conflict.with->id}) : nullptr;
  const bool is_public = !opponent || (opponent->value.visibility == Visibility::visible_to_all &&
                                       (!scope.limits() || scope.covers(opponent->value)));
  if (conflict.with && is_public) reason += reason.empty() ? conflict.with->title : ": " + conflict.with->title;
  if (!conflict.detail.empty()) reason += reason.empty() ? conflict.detail : " " + conflict.detail;
  if (reason.size() <= kLongest) return reason.empty() ? "clashes" : reason;
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xC0U) == 0x80U) --end;  // not within a UTF-8 sequence
  return reason.substr(0, end);
}

/// One event on its way into the schedule.
class EventDecider {
 public:
  EventDecider(const Deciding& deciding, RecordPtr<Event> before, Record<Event> after)
      : deciding_(deciding), before_(std::move(before)), after_(std::move(after)) {}

  Result<Decision> decide() {
    after_.value = normalized(std::move(after_.value));
    set_what_is_ours();
    if (before_ && after_.value == before_->value) return Decision{};
    if (auto problems = problems_of(deciding_.schedule, after_.value, deciding_.now); !problems.empty()) {
      return invalid(std::move(problems));
    }
    if (auto refusal = too_few_seats()) return refuse(std::move(*refusal));
    if (auto refusal = settle_conflicts()) return refuse(std::move(*refusal));
    if (before_ && needs_new_sequence(before_->value, after_.value)) ++after_.value.sequence;
    decision_.changes.emplace_back(change_to(before_, after_));
    if (before_) {
      add_lost_appointments(deciding_, after_, decision_.changes);
      add_promotions(deciding_, after_, decision_.changes);
    }
    return std::move(decision_);
  }

 private:
  /// UID, SEQUENCE and the state of an approval are not the client's to say.
  void set_what_is_ours() {
    Event& event = after_.value;
    const bool is_staff = deciding_.command.actor.role < Role::coordinator;
    if (before_) {
      event.uid = before_->value.uid;
      event.sequence = before_->value.sequence;
      event.approval = before_->value.approval;
      event.approval_reason = before_->value.approval_reason;
    } else {
      if (event.uid.empty()) event.uid = after_.id.to_string();
      event.sequence = 0;
      event.approval = Approval::not_needed;
      event.approval_reason.reset();
    }
    if (event.status == EventStatus::cancelled) return;
    const bool is_more = !before_ || asks_for_more(before_->value, event);
    if (is_staff && is_more && waits_for_a_coordinator(deciding_.schedule, event)) event.approval = Approval::pending;
    if (event.approval == Approval::rejected) event.approval = Approval::not_needed;
    event.approval_reason.reset();
    // Whoever would wait for somebody's yes does not get it by writing "confirmed".
    if (event.approval == Approval::pending) event.status = EventStatus::tentative;
  }

  /// Seats that this change takes away from those who have them, be it with the class's capacity or with its rooms.
  [[nodiscard]] std::optional<Error> too_few_seats() const {
    if (!before_ || after_.value.kind() != EventKind::master_class) return std::nullopt;
    const auto seats = seats_of(deciding_.schedule, after_.value);
    const std::int32_t taken = seats_taken(deciding_.schedule, after_.id);
    if (!seats || *seats >= taken) return std::nullopt;
    // A room that has become smaller since does not stand in the way of another title.
    const auto seats_before = seats_of(deciding_.schedule, before_->value);
    if (seats_before && *seats_before <= *seats) return std::nullopt;
    return Refused{Refused::Because::seats_taken,
                   std::to_string(taken) + " seats are taken or offered: cancel registrations first"};
  }

  /// Clashes that the event had before the change already, overridden then or come about since.
  [[nodiscard]] KnownConflicts old_conflicts() const {
    if (!before_ || !claims_resources(before_->value)) return KnownConflicts({});
    return KnownConflicts(conflicts_of(deciding_.schedule, before_->value, before_->id));
  }

  [[nodiscard]] static bool any_error(const std::vector<Conflict>& conflicts) {
    return std::any_of(conflicts.begin(), conflicts.end(), is_error);
  }

  /// The conflicts of what is wanted now; what is not new is only a warning.
  [[nodiscard]] std::vector<Conflict> find_conflicts(const KnownConflicts& old) const {
    std::vector<Conflict> conflicts = conflicts_of(deciding_.schedule, after_.value, after_.id);
    for (Conflict& each : conflicts) {
      if (old.contains(each)) each.severity = Severity::warning;
    }
    return conflicts;
  }

  /// Leaves the warnings in the decision. @return why the event cannot be had
  [[nodiscard]] std::optional<Error> settle_conflicts() {
    std::vector<Conflict> conflicts = conflicts_of(deciding_.schedule, after_.value, after_.id);
    KnownConflicts old({});
    if (any_error(conflicts)) {
      old = old_conflicts();
      if (!old.empty()) conflicts = find_conflicts(old);
    }
    if (any_error(conflicts) && deciding_.command.override_reason) {
      if (deciding_.command.actor.role < Role::coordinator) {
        return Forbidden{"only a coordinator or an admin may override a conflict"};
      }
      if (std::all_of(conflicts.begin(), conflicts.end(),
                      [](const Conflict& each) { return each.overridable || !is_error(each); })) {
        for (Conflict& each : conflicts) each.severity = Severity::warning;
      }
    }
    if (any_error(conflicts) && deciding_.command.on_conflict == OnConflict::skip) skip(conflicts, old);
    if (any_error(conflicts)) return conflict_error(std::move(conflicts));
    if (conflicts.size() > kMaxConflictsNamed) conflicts.resize(kMaxConflictsNamed);
    decision_.warnings = std::move(conflicts);
    return std::nullopt;
  }

  /// Takes the occurrences out of the series that cannot be had, as long as something is left of it.
  void skip(std::vector<Conflict>& conflicts, const KnownConflicts& old) {
    constexpr int kRounds = 3;  // what is left may clash otherwise than the whole: a pause that was none before
    const Event whole = after_.value;
    const std::vector<Conflict> first = conflicts;
    for (int round = 0; round < kRounds && any_error(conflicts); ++round) {
      if (!exclude(conflicts)) break;
      conflicts = find_conflicts(old);
    }
    if (!any_error(conflicts) && problems_of(deciding_.schedule, after_.value, deciding_.now).empty()) return;
    after_.value = whole;
    conflicts = first;
    decision_.skipped.clear();
  }

  /// @return whether it can be done
  bool exclude(const std::vector<Conflict>& conflicts) {
    if (!after_.value.recurrence_rule) return false;
    const auto starts = rule_starts_of(after_.value);
    for (const Conflict& each : conflicts) {
      if (!is_error(each)) continue;
      if (!is_about_one_time(each) || !std::binary_search(starts.begin(), starts.end(), each.recurrence_id)) {
        return false;
      }
      OccurrenceOverride& change = after_.value.recurrence_overrides[each.recurrence_id];
      if (!change.excluded) {
        change = OccurrenceOverride{};
        change.excluded = true;
        change.reason = why_skipped(deciding_.schedule, deciding_.command.actor.scope, each);
        decision_.skipped.push_back({each.recurrence_id, {}});
      }
      const auto found =
          std::find_if(decision_.skipped.begin(), decision_.skipped.end(),
                       [&](const SkippedOccurrence& skipped) { return skipped.recurrence_id == each.recurrence_id; });
      if (found != decision_.skipped.end()) found->conflicts.push_back(each);
    }
    std::sort(decision_.skipped.begin(), decision_.skipped.end(),
              [](const SkippedOccurrence& a, const SkippedOccurrence& b) { return a.recurrence_id < b.recurrence_id; });
    return true;
  }

  /// The one that is wanted otherwise, where nothing else of a series is.
  [[nodiscard]] std::optional<LocalTime> changed_occurrence() const {
    if (!before_ || !before_->value.recurrence_rule) return std::nullopt;
    Event otherwise_same = after_.value;
    std::optional<LocalTime> changed;
    for (const auto& [recurrence_id, change] : after_.value.recurrence_overrides) {
      const auto& overrides = before_->value.recurrence_overrides;
      const auto found = overrides.find(recurrence_id);
      if (found != overrides.end() && found->second == change) continue;
      if (changed) return std::nullopt;
      changed = recurrence_id;
    }
    otherwise_same.recurrence_overrides = before_->value.recurrence_overrides;
    otherwise_same.sequence = before_->value.sequence;
    otherwise_same.approval = before_->value.approval;
    return otherwise_same == before_->value ? changed : std::nullopt;
  }

  [[nodiscard]] Error conflict_error(std::vector<Conflict> conflicts) const {
    SchedulingConflict error;
    if (const auto occurrence = changed_occurrence()) {
      error.alternatives =
          alternatives_to_occurrence(deciding_.schedule, after_.value, *occurrence, after_.id, deciding_.now);
    } else {
      error.alternatives = alternatives_to(deciding_.schedule, after_.value, after_.id, deciding_.now);
      error.free_occurrences =
          free_occurrences_of(deciding_.schedule, after_.value, after_.id, deciding_.now, conflicts);
    }
    const auto warnings = std::stable_partition(conflicts.begin(), conflicts.end(), is_error);
    error.warnings.assign(warnings, conflicts.end());
    conflicts.erase(warnings, conflicts.end());
    if (error.warnings.size() > kMaxConflictsNamed) error.warnings.resize(kMaxConflictsNamed);
    error.omitted = conflicts.size() - std::min(conflicts.size(), kMaxConflictsNamed);
    conflicts.resize(conflicts.size() - error.omitted);
    error.conflicts = std::move(conflicts);
    return error;
  }

  const Deciding& deciding_;
  RecordPtr<Event> before_;
  Record<Event> after_;
  Decision decision_;
};

Result<Decision> replace(const Deciding& deciding, const RecordPtr<Event>& current, Event value) {
  return EventDecider(deciding, current, next_version(*current, std::move(value), deciding.now)).decide();
}

bool may_approve(const Deciding& deciding) { return deciding.command.actor.role >= Role::coordinator; }

Error only_coordinators() { return Forbidden{"only a coordinator or an admin may approve and reject"}; }

Error nothing_to_approve() {
  return Refused{Refused::Because::not_pending, "it does not wait for approval: read it again"};
}

}  // namespace

Changed<Event> cancellation_of(const RecordPtr<Event>& event, Instant now) {
  Record<Event> cancelled = next_version(*event, event->value, now);
  cancelled.value.status = EventStatus::cancelled;
  ++cancelled.value.sequence;
  return change_to(event, std::move(cancelled));
}

Result<Decision> decide_event(const Deciding& deciding, const Create<Event>& create) {
  if (deciding.schedule.find(create.id)) return invalid({{"/id", "is taken"}});
  return EventDecider(deciding, nullptr, first_version(create.id, create.value, deciding.now)).decide();
}

Result<Decision> decide_event(const Deciding& deciding, const Replace<Event>& replacement) {
  const RecordPtr<Event> current = deciding.schedule.find(replacement.id);
  if (auto error = precondition(current, replacement.expected)) return refuse(*error);
  if (replacement.value.kind() != current->value.kind()) return refuse(NotFound{});
  return replace(deciding, current, replacement.value);
}

Result<Decision> decide_event(const Deciding& deciding, const Remove<Event>& remove) {
  const RecordPtr<Event> current = deciding.schedule.find(remove.id);
  if (auto error = precondition(current, remove.expected)) return refuse(*error);
  Decision decision;
  if (current->value.status == EventStatus::cancelled) return decision;
  const Changed<Event> cancelled = cancellation_of(current, deciding.now);
  decision.changes.emplace_back(cancelled);
  add_lost_appointments(deciding, *cancelled.after, decision.changes);
  return decision;
}

Result<Decision> decide_event(const Deciding& deciding, const AddStop& add) {
  const RecordPtr<Event> current = deciding.schedule.find(add.visit);
  if (!current || current->value.kind() != EventKind::visit) return refuse(NotFound{});
  Event value = current->value;
  std::get<Visit>(value.details).stops.push_back(add.stop);
  return replace(deciding, current, std::move(value));
}

Result<Decision> decide_event(const Deciding& deciding, const SplitSeries& split) {
  const RecordPtr<Event> current = deciding.schedule.find(split.id);
  if (auto error = precondition(current, split.expected)) return refuse(*error);
  if (split.value.kind() != current->value.kind()) return refuse(NotFound{});
  if (!current->value.recurrence_rule) return invalid({{"/recurrenceRule", "is no series: change the event itself"}});
  const std::vector<LocalTime> starts = rule_starts_of(current->value);
  const auto first = std::lower_bound(starts.begin(), starts.end(), split.recurrence_id);
  if (first == starts.end() || *first != split.recurrence_id) return refuse(NotFound{});
  if (first == starts.begin()) {
    return invalid({{"{recurrence-id}", "is the first occurrence: change the series as a whole"}});
  }

  Event head = current->value;
  head.recurrence_rule->count.reset();
  head.recurrence_rule->until = *std::prev(first);
  head.recurrence_overrides.erase(head.recurrence_overrides.lower_bound(split.recurrence_id),
                                  head.recurrence_overrides.end());
  auto shortened = replace(deciding, current, std::move(head));
  if (!shortened) return shortened;

  Schedule draft = deciding.schedule;
  for (const Change& change : shortened->changes) draft.apply(change);
  const Deciding next{draft, deciding.command, deciding.now};
  Event value = split.value;
  value.uid.clear();  // often made of the old series: another event has a UID of its own (RFC 5545 3.8.4.7)
  auto following = decide_event(next, Create<Event>{split.following, std::move(value)});
  if (!following) return following;
  const Record<Event> second_half = *std::get<Changed<Event>>(following->changes.front()).after;
  move_appointments(second_half, shortened->changes);
  // What the command is about comes first: the new series.
  following->changes.insert(following->changes.end(), shortened->changes.begin(), shortened->changes.end());
  copy_registrations(deciding, split.id, second_half, following->changes);
  return following;
}

Result<Decision> decide_event(const Deciding& deciding, const Approve& approve) {
  const RecordPtr<Event> current = deciding.schedule.find(approve.id);
  if (auto error = precondition(current, approve.expected)) return refuse(*error);
  if (!may_approve(deciding)) return refuse(only_coordinators());
  if (current->value.approval != Approval::pending || !claims_resources(current->value)) {
    return refuse(nothing_to_approve());
  }
  // Decided as if it were new: what has come in between counts.
  Schedule without = deciding.schedule;
  without.apply(Change(cancellation_of(current, deciding.now)));
  const RecordPtr<Event> withdrawn = without.find(approve.id);
  Event value = current->value;
  value.status = EventStatus::confirmed;
  value.hold_until.reset();
  const Deciding anew{without, deciding.command, deciding.now};
  auto decision = replace(anew, withdrawn, value);
  if (!decision) return decision;

  // As it was decided: occurrences may have been left out.
  Record<Event> approved = *std::get<Changed<Event>>(decision->changes.front()).after;
  approved.version = current->version + 1;
  approved.value.status = EventStatus::confirmed;
  approved.value.approval = Approval::approved;
  approved.value.sequence = current->value.sequence + 1;
  decision->changes.front() = change_to(current, std::move(approved));
  return decision;
}

Result<Decision> decide_event(const Deciding& deciding, const Reject& reject) {
  const RecordPtr<Event> current = deciding.schedule.find(reject.id);
  if (auto error = precondition(current, reject.expected)) return refuse(*error);
  if (!may_approve(deciding)) return refuse(only_coordinators());
  if (current->value.approval != Approval::pending || !claims_resources(current->value)) {
    return refuse(nothing_to_approve());
  }
  Record<Event> rejected = *cancellation_of(current, deciding.now).after;
  rejected.value.approval = Approval::rejected;
  rejected.value.approval_reason = reject.reason;
  Decision decision;
  const auto changed = change_to(current, std::move(rejected));
  decision.changes.emplace_back(changed);
  add_lost_appointments(deciding, *changed.after, decision.changes);
  return decision;
}

Result<Decision> decide_event(const Deciding& deciding, const Confirm& confirm) {
  const RecordPtr<Event> current = deciding.schedule.find(confirm.id);
  if (auto error = precondition(current, confirm.expected)) return refuse(*error);
  if (current->value.status == EventStatus::cancelled) {
    return refuse(Refused{Refused::Because::not_tentative, "it is cancelled: book it again"});
  }
  if (current->value.approval == Approval::pending) {
    return refuse(Refused{Refused::Because::not_tentative, "it waits for a coordinator, who approves or rejects it"});
  }
  Event value = current->value;
  value.hold_until.reset();
  value.status = EventStatus::confirmed;
  return replace(deciding, current, std::move(value));
}

Result<Decision> decide_event(const Deciding& deciding, const Hold& hold) {
  const RecordPtr<Event> current = deciding.schedule.find(hold.id);
  if (auto error = precondition(current, hold.expected)) return refuse(*error);
  if (current->value.status != EventStatus::tentative || current->value.approval == Approval::pending) {
    return refuse(Refused{Refused::Because::not_tentative,
                          "only what is tentative, and waits for nobody's approval, can be held"});
  }
  Event value = current->value;
  value.hold_until = hold.until;
  return replace(deciding, current, std::move(value));
}

}  // namespace scheduler
