#include <algorithm>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "deciding.hpp"
#include "scheduler/describe.hpp"

namespace scheduler {
namespace {

template <class T>
constexpr bool kIsGuest = std::is_same_v<T, Appointment> || std::is_same_v<T, Registration>;
template <class T>
constexpr bool kIsKey = std::is_same_v<T, AccessToken> || std::is_same_v<T, Webhook>;

std::string name_of_object(const Event& event) { return '"' + event.title + '"'; }
std::string name_of_object(const Agreement& agreement) { return '"' + agreement.title + '"'; }
std::string name_of_object(const Settings&) { return "the settings"; }
template <class T>
std::string name_of_object(const T& object) {
  return '"' + object.name + '"';
}

tl::unexpected<Error> not_revertible(std::string why) {
  return refuse(Refused::Because::not_revertible, std::move(why));
}

/// Undoes one change of an entry, on the schedule as the later changes of the entry have been undone already.
class Undo {
 public:
  explicit Undo(const Deciding& deciding) : deciding_(deciding) {}

  template <class T>
  Result<Decision> operator()(const Changed<T>& changed) const {
    if constexpr (kIsKey<T>) {
      return not_revertible("tokens and webhooks do not come back: make a new one");
    } else if constexpr (kIsGuest<T>) {
      return not_revertible(
          "appointments and registrations that came or went with it are not moved again behind their visitors' backs: "
          "change them one by one");
    } else {
      const RecordPtr<T> current = deciding_.schedule.find(changed.record().id);
      if (const auto refusal = changed_since(changed, current)) return refuse(*refusal);
      if (!changed.before) return take_away(*current);
      if (!changed.after) return bring_back(*changed.before);
      auto undone = decide_as(Replace<T>{current->id, changed.before->value, current->version});
      if constexpr (std::is_same_v<T, Event>) restore_approval(*changed.before, undone);
      return undone;
    }
  }

 private:
  template <class T>
  [[nodiscard]] static std::optional<Error> changed_since(const Changed<T>& changed, const RecordPtr<T>& current) {
    const bool is_as_it_was_left = changed.after ? current && current->version == changed.after->version : !current;
    if (is_as_it_was_left) return std::nullopt;
    std::string what = name_of_object(changed.record().value) + " has been ";
    what += current ? "changed since" : "removed since";
    if (current && current->position > 0) what += ", by entry " + std::to_string(current->position);
    return Refused{Refused::Because::changed_since, std::move(what)};
  }

  template <class Action>
  [[nodiscard]] Result<Decision> decide_as(Action action) const {
    Command command = deciding_.command;
    command.action = std::move(action);
    command.actor.scope = {};  // the whole is held against it
    auto decision = scheduler::decide(deciding_.schedule, command, deciding_.now);
    const auto* invalid = decision ? nullptr : std::get_if<InvalidInput>(&decision.error());
    if (invalid == nullptr) return decision;
    const InvalidField& first = invalid->fields.front();
    return refuse(Refused::Because::changed_since,
                  "it cannot be as it was any more: " + first.pointer + ' ' + first.detail);
  }

  template <class T>
  [[nodiscard]] Result<Decision> take_away(const Record<T>& made) const {
    if constexpr (std::is_same_v<T, Settings>) {
      return not_revertible("a department has settings from its beginning: change them");
    } else {
      return decide_as(Remove<T>{made.id, made.version});
    }
  }

  /// Under its old id, with a version that nobody has seen.
  template <class T>
  [[nodiscard]] Result<Decision> bring_back(const Record<T>& removed) const {
    if constexpr (std::is_same_v<T, Settings>) {
      return not_revertible("settings are never removed");
    } else {
      auto decision = decide_as(Create<T>{removed.id, removed.value});
      if (!decision) return decision;
      auto& created = std::get<Changed<T>>(decision->changes.front());
      Record<T> record = *created.after;
      record.created = removed.created;
      record.version = removed.version + 1;
      created.after = std::make_shared<const Record<T>>(std::move(record));
      return decision;
    }
  }

  /// It waits for a coordinator again, or no longer.
  static void restore_approval(const Record<Event>& before, Result<Decision>& undone) {
    if (!undone || undone->changes.empty()) return;
    auto& changed = std::get<Changed<Event>>(undone->changes.front());
    Record<Event> record = *changed.after;
    record.value.approval = before.value.approval;
    record.value.approval_reason = before.value.approval_reason;
    changed.after = std::make_shared<const Record<Event>>(std::move(record));
  }

  const Deciding& deciding_;
};

}  // namespace

Result<Decision> decide_revert(const Deciding& deciding, const Revert& revert) {
  // The last first; but an event that was made gives its hours back before another is put into them again.
  std::vector<Change> changes(revert.changes.rbegin(), revert.changes.rend());
  std::stable_partition(changes.begin(), changes.end(), [](const Change& change) {
    const auto* event = std::get_if<Changed<Event>>(&change);
    return event != nullptr && !event->before;
  });
  Schedule draft = deciding.schedule;
  Decision whole;
  for (const Change& change : changes) {
    const Deciding next{draft, deciding.command, deciding.now};
    auto undone = std::visit(Undo(next), change);
    if (!undone) return undone;
    for (const Change& each : undone->changes) draft.apply(each);
    whole.changes.insert(whole.changes.end(), undone->changes.begin(), undone->changes.end());
    whole.warnings.insert(whole.warnings.end(), undone->warnings.begin(), undone->warnings.end());
    whole.skipped.insert(whole.skipped.end(), undone->skipped.begin(), undone->skipped.end());
    whole.unexamined += undone->unexamined;
  }
  return whole;
}

}  // namespace scheduler
