#include "object_history.hpp"

#include <algorithm>
#include <optional>

#include "scheduler/entities.hpp"

namespace api {
namespace {

using namespace scheduler;

/// A longer history is told in parts from its beginning.
constexpr std::size_t kLongestWalk = 2'000;
constexpr std::size_t kChunk = 512;

/// The position of the object's last change; nullopt: it is not there.
template <class... T>
std::optional<Position> last_change_of(const Schedule& schedule, const Uuid& object,
                                       const std::variant<Changed<T>...>*) {
  std::optional<Position> position;
  const auto look = [&]<class E>(const E*) {
    if (const auto record = schedule.find(Id<E>{object})) position = record->position;
  };
  (look(static_cast<const T*>(nullptr)), ...);
  return position;
}

/// What an entry did to the object.
struct Step {
  Position before = 0;     ///< of the version before; 0: it was made here, or that is not known
  bool is_return = false;  ///< it had been removed, and was brought back here
};

/// nullopt: nothing.
std::optional<Step> step_in(const JournalEntry& entry, const Uuid& object) {
  for (const Change& change : entry.changes) {
    const auto step = std::visit(
        [&](const auto& changed) -> std::optional<Step> {
          if (changed.record().id.value != object) return std::nullopt;
          if (changed.before) return Step{changed.before->position, false};
          return Step{0, changed.after->version > 1};
        },
        change);
    if (step) return step;
  }
  return std::nullopt;
}

/// nullopt: it cannot be followed back all the way.
Result<std::optional<ObjectHistory>> walk_back(Journal& journal, const Uuid& object, Position last, Position after) {
  ObjectHistory history;
  history.examined = last;
  for (Position at = last; at > after && history.entries.size() < kLongestWalk;) {
    auto entries = journal.read(at - 1, 1, std::chrono::milliseconds{0});
    if (!entries) {
      if (std::holds_alternative<NotFound>(entries.error()) && !history.entries.empty()) break;  // no longer kept
      return tl::unexpected(entries.error());
    }
    if (entries->empty()) break;
    const auto step = step_in(entries->front(), object);
    if (!step || step->is_return) return std::nullopt;
    history.entries.push_back(std::move(entries->front()));
    at = step->before;
  }
  std::reverse(history.entries.begin(), history.entries.end());
  return history;
}

Result<ObjectHistory> look_through(Journal& journal, const Uuid& object, Position after, Position head,
                                   std::size_t limit) {
  const auto oldest = oldest_kept(journal, head);
  if (!oldest) return tl::unexpected(oldest.error());
  ObjectHistory history;
  history.examined = std::max(after, *oldest - 1);
  for (std::size_t looked_at = 0; looked_at < kMostExamined;) {
    auto entries = journal.read(history.examined, kChunk, std::chrono::milliseconds{0});
    if (!entries) return tl::unexpected(entries.error());
    if (entries->empty()) return history;
    for (JournalEntry& entry : *entries) {
      ++looked_at;
      history.examined = entry.position;
      if (!step_in(entry, object)) continue;
      history.entries.push_back(std::move(entry));
      if (history.entries.size() == limit) {
        history.more = true;
        return history;
      }
    }
  }
  history.more = true;
  return history;
}

}  // namespace

Result<Position> oldest_kept(Journal& journal, Position head) {
  Position trimmed = 0;      // this one is not kept
  Position kept = head + 1;  // this one is, or is yet to come
  while (trimmed + 1 < kept) {
    const Position middle = trimmed + (kept - trimmed) / 2;
    const auto entries = journal.read(middle - 1, 1, std::chrono::milliseconds{0});
    if (!entries && !std::holds_alternative<NotFound>(entries.error())) return tl::unexpected(entries.error());
    (entries ? kept : trimmed) = middle;
  }
  return kept;
}

Result<ObjectHistory> history_of(Journal& journal, const Schedule& schedule, const Uuid& object, Position after,
                                 std::size_t limit) {
  const auto last = last_change_of(schedule, object, static_cast<const Change*>(nullptr));
  if (!last || *last == 0) return look_through(journal, object, after, schedule.head(), limit);
  auto walked = walk_back(journal, object, *last, after);
  if (!walked) return tl::unexpected(walked.error());
  if (!*walked) return look_through(journal, object, after, schedule.head(), limit);
  ObjectHistory history = std::move(**walked);
  history.more = history.entries.size() > limit;
  if (history.more) {
    history.entries.resize(limit);
    history.examined = history.entries.back().position;
  }
  return history;
}

}  // namespace api
