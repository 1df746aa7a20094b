#include "scheduler/decide.hpp"

#include <algorithm>

#include "alternatives.hpp"
#include "claims.hpp"
#include "conflicts.hpp"
#include "validate.hpp"

namespace scheduler {
namespace {

/// RFC 5545 3.8.7.4 and FEEDS: what a subscriber must take notice of.
bool needs_new_sequence(const Event& before, const Event& after) {
  return before.start != after.start || !(before.time_zone == after.time_zone) ||
         before.duration.nominal() != after.duration.nominal() || before.duration.exact() != after.duration.exact() ||
         before.recurrence_rule != after.recurrence_rule || before.recurrence_overrides != after.recurrence_overrides ||
         before.status != after.status || rooms_of(before) != rooms_of(after);
}

template <class T>
bool is_subset(std::vector<T> part, std::vector<T> whole) {
  std::sort(part.begin(), part.end());
  std::sort(whole.begin(), whole.end());
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

bool takes_nothing_new(const Event& before, const Event& after) {
  const std::vector<ResourceRef> claims = claims_of(after);
  return claims.empty() ||
         (is_subset(claims, claims_of(before)) && is_subset(occurrences_of(after), occurrences_of(before)));
}

/// One decision, on one schedule.
class Decider {
 public:
  Decider(const Schedule& schedule, const Command& command, Instant now)
      : schedule_(schedule), command_(command), now_(now) {}

  template <class T>
  Result<Decision> operator()(const Create<T>& create) const {
    if (schedule_.find(create.id)) return invalid({{"/id", "is taken"}});
    Record<T> record{create.id, 1, now_, now_, create.value};
    if constexpr (std::is_same_v<T, Event>) {
      if (record.value.uid.empty()) record.value.uid = create.id.to_string();
      record.value.sequence = 0;
    }
    return put<T>(nullptr, std::move(record));
  }

  template <class T>
  Result<Decision> operator()(const Replace<T>& replace) const {
    const RecordPtr<T> current = schedule_.find(replace.id);
    if (auto error = precondition(current, replace.expected)) return tl::unexpected(*error);
    Record<T> record{replace.id, current->version + 1, current->created, now_, replace.value};
    if constexpr (std::is_same_v<T, Event>) {
      if (record.value.kind() != current->value.kind()) return tl::unexpected(Error(NotFound{}));
      record.value.uid = current->value.uid;
      record.value.sequence = current->value.sequence;
      if (needs_new_sequence(current->value, record.value)) ++record.value.sequence;
    }
    if (record.value == current->value) return Decision{};
    return put<T>(current, std::move(record));
  }

  template <class T>
  Result<Decision> operator()(const Remove<T>& remove) const {
    const RecordPtr<T> current = schedule_.find(remove.id);
    if (auto error = precondition(current, remove.expected)) return tl::unexpected(*error);
    if constexpr (std::is_same_v<T, Event>) {
      return cancel(current);
    } else {
      if (auto error = still_needed(remove.id)) return tl::unexpected(*error);
      return Decision{{Changed<T>{current, nullptr}}, {}};
    }
  }

 private:
  /// What was once accepted can always be cancelled, whatever rules came later.
  Result<Decision> cancel(const RecordPtr<Event>& current) const {
    if (current->value.status == EventStatus::cancelled) return Decision{};
    Record<Event> cancelled{current->id, current->version + 1, current->created, now_, current->value};
    cancelled.value.status = EventStatus::cancelled;
    ++cancelled.value.sequence;
    return Decision{{Changed<Event>{current, std::make_shared<const Record<Event>>(std::move(cancelled))}}, {}};
  }

  static Result<Decision> invalid(std::vector<InvalidField> fields) {
    return tl::unexpected(Error(InvalidInput{std::move(fields)}));
  }

  template <class T>
  static std::optional<Error> precondition(const RecordPtr<T>& current, const std::optional<Version>& expected) {
    if (!current) return NotFound{};
    if (expected && *expected != current->version) return StaleVersion{current->version};
    return std::nullopt;
  }

  template <class T>
  Result<Decision> put(const RecordPtr<T>& before, Record<T> after) const {
    auto problems = problems_of(schedule_, after.value, now_);
    if (!problems.empty()) return invalid(std::move(problems));
    Decision decision;
    if constexpr (std::is_same_v<T, Event>) {
      auto warnings = warnings_of(before, after);
      if (!warnings) return tl::unexpected(warnings.error());
      decision.warnings = std::move(*warnings);
    }
    decision.changes.emplace_back(Changed<T>{before, std::make_shared<const Record<T>>(std::move(after))});
    return decision;
  }

  /// The clashes that were overridden, or the error that names all of them.
  Result<std::vector<Conflict>> warnings_of(const RecordPtr<Event>& before, const Record<Event>& after) const {
    // What takes nothing new cannot clash anew: a title may be changed whatever was overridden before.
    if (before && takes_nothing_new(before->value, after.value)) return {};
    std::vector<Conflict> conflicts = conflicts_of(schedule_, after.value, after.id);
    if (conflicts.empty()) return conflicts;
    if (command_.override_reason) {
      if (command_.actor.role < Role::coordinator) {
        return tl::unexpected(Error(Forbidden{"only a coordinator or an admin may override a conflict"}));
      }
      if (std::all_of(conflicts.begin(), conflicts.end(), [](const Conflict& each) { return each.overridable; })) {
        for (Conflict& each : conflicts) each.severity = Severity::warning;
        return conflicts;
      }
    }
    SchedulingConflict error;
    error.alternatives = alternatives_to(schedule_, after.value, after.id, now_);
    error.omitted = conflicts.size() - std::min(conflicts.size(), kMaxConflictsNamed);
    conflicts.resize(conflicts.size() - error.omitted);
    error.conflicts = std::move(conflicts);
    return tl::unexpected(Error(std::move(error)));
  }

  template <class T>
  static bool refers_to(const Event& event, Id<T> id) {
    if constexpr (std::is_same_v<T, Room>) {
      const auto rooms = rooms_of(event);
      return std::find(rooms.begin(), rooms.end(), id) != rooms.end();
    } else if constexpr (std::is_same_v<T, Person>) {
      const auto people = people_of(event);
      return std::find(people.begin(), people.end(), id) != people.end();
    } else {
      return false;
    }
  }

  template <class T>
  std::optional<Error> still_needed(Id<T> id) const {
    constexpr std::size_t kNamed = 20;
    StillNeeded error;
    schedule_.all<Event>().for_each([&](Id<Event> event_id, const RecordPtr<Event>& event) {
      if (!claims_resources(event->value) || !refers_to(event->value, id)) return;
      if (error.count++ < kNamed) error.events.push_back(event_id.value);
    });
    return error.count == 0 ? std::nullopt : std::optional<Error>(std::move(error));
  }

  const Schedule& schedule_;
  const Command& command_;
  Instant now_;
};

}  // namespace

Result<Decision> decide(const Schedule& schedule, const Command& command, Instant now) {
  return std::visit(Decider(schedule, command, now), command.action);
}

}  // namespace scheduler
