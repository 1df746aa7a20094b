#include "scheduler/decide.hpp"

#include <algorithm>
#include <type_traits>

#include "deciding.hpp"
#include "scheduler/holidays.hpp"
#include "validate.hpp"

namespace scheduler {
namespace {

template <class T, class... List>
concept OneOf = (std::is_same_v<T, List> || ...);

template <class T>
concept MasterData =
    OneOf<T, Settings, Person, Room, Equipment, Institution, Agreement, Project, Closure, AccessToken, Webhook>;

template <class T>
bool contains(const std::vector<T>& list, const T& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

bool needs(const std::vector<EquipmentNeed>& list, Id<Equipment> id) {
  return std::any_of(list.begin(), list.end(), [&](const EquipmentNeed& each) { return each.id == id; });
}

bool refers_to(const Event& event, Id<Person> id) { return contains(people_of(event), id); }
bool refers_to(const Event& event, Id<Room> id) { return contains(rooms_of(event), id); }
bool refers_to(const Event& event, Id<Project> id) { return event.project == id; }
bool refers_to(const Event& event, Id<Institution> id) {
  const auto* visit = std::get_if<Visit>(&event.details);
  return visit != nullptr && visit->institution == id;
}
bool refers_to(const Event& event, Id<Equipment> id) {
  if (needs(event.equipment, id)) return true;
  for (const auto& [recurrence_id, change] : event.recurrence_overrides) {
    if (change.equipment && needs(*change.equipment, id)) return true;
  }
  const auto* visit = std::get_if<Visit>(&event.details);
  return visit != nullptr && std::any_of(visit->stops.begin(), visit->stops.end(),
                                         [&](const Stop& stop) { return needs(stop.equipment, id); });
}

bool refers_to(const Room& whole, Id<Room> part) { return contains(whole.parts, part); }
bool refers_to(const Closure& closure, Id<Room> room) { return contains(closure.rooms, room); }
bool refers_to(const Closure& closure, Id<Person> person) { return contains(closure.people, person); }
bool refers_to(const Agreement& agreement, Id<Institution> institution) { return agreement.institution == institution; }
bool refers_to(const Project& project, Id<Institution> institution) {
  return contains(project.institutions, institution);
}

template <class By, class T>
concept MayReferTo = requires(const By& by, Id<T> id) {
  refers_to(by, id);
};

/// Who still refers to what is to be removed.
template <class T>
class References {
 public:
  References(const Schedule& schedule, Id<T> id) : schedule_(schedule), id_(id) {}

  std::optional<Error> find() {
    collect<Event>();
    collect<Room>();
    collect<Closure>();
    collect<Agreement>();
    collect<Project>();
    return error_.count == 0 ? std::nullopt : std::optional<Error>(std::move(error_));
  }

 private:
  template <class By>
  void collect() {
    if constexpr (MayReferTo<By, T>) {
      constexpr std::size_t kNamed = 20;
      schedule_.all<By>().for_each([&](Id<By> by_id, const RecordPtr<By>& by) {
        if constexpr (std::is_same_v<By, Event>) {
          if (!claims_resources(by->value)) return;
        }
        if (!refers_to(by->value, id_)) return;
        if (error_.count++ < kNamed) error_.events.push_back(by_id.value);
      });
    }
  }

  const Schedule& schedule_;
  Id<T> id_;
  StillNeeded error_;
};

/// An estimated holiday gives way to the decreed one.
void replace_estimates(const Schedule& schedule, const Record<Closure>& decreed, std::vector<Change>& changes) {
  if (!decreed.value.occasion || decreed.value.status == ClosureStatus::estimated) return;
  schedule.all<Closure>().for_each([&](Id<Closure> id, const RecordPtr<Closure>& closure) {
    const bool is_its_estimate = id != decreed.id && closure->value.status == ClosureStatus::estimated &&
                                 closure->value.occasion == decreed.value.occasion;
    if (is_its_estimate) changes.emplace_back(Changed<Closure>{closure, nullptr});
  });
}

/// The estimate comes back where a decree is taken away and nothing else stands for its holiday.
void restore_estimate(const Schedule& schedule, const Record<Closure>& removed, Instant now,
                      std::vector<Change>& changes) {
  const auto& occasion = removed.value.occasion;
  if (!occasion || removed.value.status == ClosureStatus::estimated) return;
  bool stands_otherwise = false;
  schedule.all<Closure>().for_each([&](Id<Closure> id, const RecordPtr<Closure>& closure) {
    stands_otherwise = stands_otherwise || (id != removed.id && closure->value.occasion == occasion);
  });
  if (stands_otherwise) return;
  const date::year_month_day day{removed.value.from};
  for (Closure& holiday : public_holidays_of_uzbekistan(day.year())) {
    if (holiday.occasion != occasion || holiday.status != ClosureStatus::estimated) continue;
    const Id<Closure> id{Uuid::from_random_bits(removed.id.value.high, ~removed.id.value.low)};
    changes.emplace_back(change_to<Closure>(nullptr, first_version(id, std::move(holiday), now)));
    return;
  }
}

/// Seats that a larger room gives to the classes whose own room it is, also where their occurrences have been moved
/// elsewhere. Looks at all events: rooms seldom grow.
void promote_in(const Deciding& deciding, const Changed<Room>& room, std::vector<Change>& changes) {
  if (!room.before || room.before->value.capacity == room.after->value.capacity) return;
  Schedule draft = deciding.schedule;
  draft.apply(Change(room));
  const Id<Room> id = room.after->id;
  draft.all<Event>().for_each([&](Id<Event>, const RecordPtr<Event>& event) {
    const Event& value = event->value;
    if (value.kind() != EventKind::master_class || !claims_resources(value)) return;
    if (value.room != id && !contains(value.rooms, id)) return;
    add_promotions({draft, deciding.command, deciding.now}, *event, changes);
  });
}

/// Whether nobody could administer the department if this token were `after`, or gone.
bool leaves_no_admin(const Deciding& deciding, const Record<AccessToken>& before, const AccessToken* after) {
  const auto is_admin = [&](const AccessToken& token) {
    return token.role == Role::admin && !token.scope.limits() && token.is_valid_at(deciding.now);
  };
  if (!is_admin(before.value) || (after != nullptr && is_admin(*after))) return false;
  bool another = false;
  deciding.schedule.all<AccessToken>().for_each([&](Id<AccessToken> id, const RecordPtr<AccessToken>& token) {
    another = another || (id != before.id && is_admin(token->value));
  });
  return !another;
}

tl::unexpected<Error> last_admin() {
  return refuse(Refused::Because::last_admin, "nobody else could administer the department");
}

class Decider {
 public:
  explicit Decider(const Deciding& deciding) : deciding_(deciding) {}

  template <MasterData T>
  Result<Decision> operator()(const Create<T>& create) const {
    if (deciding_.schedule.find(create.id)) return invalid({{"/id", "is taken"}});
    return put<T>(nullptr, first_version(create.id, create.value, deciding_.now));
  }

  template <MasterData T>
  Result<Decision> operator()(const Replace<T>& replace) const {
    const RecordPtr<T> current = deciding_.schedule.find(replace.id);
    if (auto error = precondition(current, replace.expected)) return refuse(*error);
    if (replace.value == current->value) return Decision{};
    if constexpr (std::is_same_v<T, AccessToken>) {
      if (leaves_no_admin(deciding_, *current, &replace.value)) return last_admin();
    }
    return put<T>(current, next_version(*current, replace.value, deciding_.now));
  }

  template <MasterData T>
  Result<Decision> operator()(const Remove<T>& remove) const {
    const RecordPtr<T> current = deciding_.schedule.find(remove.id);
    if (auto error = precondition(current, remove.expected)) return refuse(*error);
    if (auto error = References<T>(deciding_.schedule, remove.id).find()) return refuse(*error);
    if constexpr (std::is_same_v<T, AccessToken>) {
      if (leaves_no_admin(deciding_, *current, nullptr)) return last_admin();
    }
    Decision decision;
    decision.changes.emplace_back(Changed<T>{current, nullptr});
    if constexpr (std::is_same_v<T, Closure>) {
      restore_estimate(deciding_.schedule, *current, deciding_.now, decision.changes);
    }
    return decision;
  }

  template <class A>
  requires requires(const Deciding& deciding, const A& action) { decide_event(deciding, action); }
  Result<Decision> operator()(const A& action) const { return decide_event(deciding_, action); }

  template <class A>
  requires requires(const Deciding& deciding, const A& action) { decide_guest(deciding, action); }
  Result<Decision> operator()(const A& action) const { return decide_guest(deciding_, action); }

  Result<Decision> operator()(const ExpireDue&) const { return decide_due(deciding_); }
  Result<Decision> operator()(const Revert& revert) const { return decide_revert(deciding_, revert); }
  Result<Decision> operator()(const Remember&) const { return Decision{}; }

 private:
  template <class T>
  Result<Decision> put(const RecordPtr<T>& before, Record<T> after) const {
    auto problems = problems_of(deciding_.schedule, after.value, deciding_.now);
    if constexpr (std::is_same_v<T, Room>) {
      const auto more = problems_of_parts(deciding_.schedule, after.id, after.value);
      problems.insert(problems.end(), more.begin(), more.end());
    }
    if (!problems.empty()) return invalid(std::move(problems));
    Decision decision;
    decision.changes.emplace_back(change_to(before, std::move(after)));
    if constexpr (std::is_same_v<T, Closure>) {
      replace_estimates(deciding_.schedule, std::get<Changed<Closure>>(decision.changes.front()).record(),
                        decision.changes);
    }
    if constexpr (std::is_same_v<T, Room>) {
      const auto changed = std::get<Changed<Room>>(decision.changes.front());
      promote_in(deciding_, changed, decision.changes);
    }
    Consequences consequences = consequences_of(deciding_, decision.changes.front());
    decision.warnings = std::move(consequences.conflicts);
    decision.unexamined = consequences.unexamined;
    return decision;
  }

  const Deciding& deciding_;
};

/// Whether all that a decision changes lies within a token's scope.
struct ScopeCheck {
  const Schedule& schedule;
  const TokenScope& scope;

  [[nodiscard]] bool passes(const std::vector<Change>& changes) const {
    return std::all_of(changes.begin(), changes.end(), [&](const Change& change) { return std::visit(*this, change); });
  }

  template <class T>
  bool operator()(const Changed<T>&) const {
    return false;
  }
  bool operator()(const Changed<Event>& changed) const {
    return (!changed.before || scope.covers(changed.before->value)) &&
           (!changed.after || scope.covers(changed.after->value));
  }
  bool operator()(const Changed<Appointment>& changed) const { return covers(changed.record().value.office_hours); }
  bool operator()(const Changed<Registration>& changed) const { return covers(changed.record().value.master_class); }

  /// What is not there yet is made by the same decision, and looked at there.
  [[nodiscard]] bool covers(Id<Event> id) const {
    const auto event = schedule.find(id);
    return !event || scope.covers(event->value);
  }
};

std::string in_words(const TokenScope& scope) {
  std::string words;
  for (const EventKind kind : scope.kinds) words.append(words.empty() ? "" : ", ").append(name_of(kind));
  if (scope.rooms.empty()) return words;
  words.append(words.empty() ? "" : ", and to ");
  return words + (scope.rooms.size() == 1 ? "one room" : std::to_string(scope.rooms.size()) + " rooms");
}

template <class T>
void stamp(Changed<T>& changed, Position position) {
  if (!changed.after) return;
  Record<T> record = *changed.after;
  record.position = position;
  changed.after = std::make_shared<const Record<T>>(std::move(record));
}

}  // namespace

bool TokenScope::covers(const Event& event) const {
  if (!kinds.empty() && !contains(kinds, event.kind())) return false;
  if (rooms.empty()) return true;
  const std::vector<Id<Room>> taken = rooms_of(event);
  return !taken.empty() &&
         std::all_of(taken.begin(), taken.end(), [&](const Id<Room>& room) { return contains(rooms, room); });
}

std::string Command::reason() const {
  if (const auto* rejection = std::get_if<Reject>(&action)) return rejection->reason.value_or("");
  if (const auto* revert = std::get_if<Revert>(&action)) {
    const std::string what = "reverts entry " + std::to_string(revert->position);
    return override_reason ? what + ": " + *override_reason : what;
  }
  return override_reason.value_or("");
}

Result<Decision> decide(const Schedule& schedule, const Command& command, Instant now) {
  const Deciding deciding{schedule, command, now};
  Result<Decision> decision = std::visit(Decider(deciding), command.action);
  if (!decision) return decision;
  if (command.actor.scope.limits() && !ScopeCheck{schedule, command.actor.scope}.passes(decision->changes)) {
    return refuse(Forbidden{"your token is limited to " + in_words(command.actor.scope) + ", and this is beyond"});
  }
  for (Change& change : decision->changes) {
    std::visit([&](auto& changed) { stamp(changed, schedule.head() + 1); }, change);
  }
  return decision;
}

}  // namespace scheduler
