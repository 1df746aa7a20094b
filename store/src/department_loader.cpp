#include "department_loader.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <variant>

#include "entry_text.hpp"

// Why a load is consistent
//
// Others write while we read, and neither the objects nor the entries come in one piece. So:
//   1. ask for the state: head h0, epoch;
//   2. read all objects with HSCAN;
//   3. ask for the state again, in one moment: head h1, epoch, number of objects;
//   4. replay the entries h0 + 1 .. h1, skipping each change whose object is at its version or newer already.
// The result is the state at h1:
// - An object that no entry of h0 + 1 .. h1 touches was there, unchanged, during the whole scan. HSCAN promises to
//   return such fields.
// - Every other object was last touched by one of these entries, and the replay comes to it. HSCAN may have returned
//   any state of it between h0 and h1, or none, or several (the later one wins, since each call of HSCAN is a moment
//   after the one before). If the last touch wrote version v, what is there is either older, and is replaced, or is v.
//   It cannot be newer: HSCAN ended before h1 was asked.
// - If the last touch removed the object, the replay removes it after everything that might have brought it back: an
//   earlier change of it in the replay does write it anew, for the moment, when HSCAN came too late to see it.
// So no removed object is resurrected and none is lost; and the number of objects at h1 tells whether HSCAN kept its
// word. If the epoch differs, the head went back, or h0 + 1 has been trimmed meanwhile, the load starts again.

namespace store {
namespace {

using scheduler::Change;
using scheduler::Changed;
using scheduler::Instant;
using scheduler::JournalEntry;
using scheduler::Position;
using scheduler::Result;
using scheduler::Schedule;

constexpr int kMaxAttempts = 5;
constexpr std::string_view kObjectsPerScan = "1000";
constexpr std::string_view kEntriesPerRange = "500";

/// Makes the change unless the schedule is past it.
void replay(Schedule& schedule, const Change& change) {
  std::visit(
      [&]<class T>(const Changed<T>& changed) {
        const auto current = schedule.find(changed.record().id);
        if (!changed.after) {
          if (current) schedule.apply(Change(Changed<T>{current, nullptr}));
        } else if (!current || current->version < changed.after->version) {
          schedule.apply(Change(Changed<T>{current, changed.after}));
        }
      },
      change);
}

template <class... T>
std::size_t count_objects(const Schedule& schedule, const std::variant<Changed<T>...>*) {
  return (schedule.all<T>().size() + ...);
}

template <class... T>
Instant last_update(const Schedule& schedule, const std::variant<Changed<T>...>*) {
  Instant latest;
  const auto look = [&](const auto&, const auto& record) { latest = std::max(latest, record->updated); };
  (schedule.all<T>().for_each(look), ...);
  return latest;
}

Result<void> require_noeviction(RedisConnection& redis) {
  const auto info = ask(redis, {"INFO", "memory"});
  if (!info) return tl::unexpected(info.error());
  const std::string_view text = info->view().text();
  constexpr std::string_view kName = "maxmemory_policy:";
  const std::size_t found = text.find(kName);
  if (found == std::string_view::npos) return unavailable("Redis does not say what its maxmemory-policy is.");
  const std::size_t begin = found + kName.size();
  const std::string_view policy = text.substr(begin, text.find_first_of("\r\n", begin) - begin);
  if (policy == "noeviction") return {};
  return unavailable("Redis may throw away the department's data when memory is short: its maxmemory-policy is " +
                     std::string(policy) + ". Set it to noeviction (CONFIG SET maxmemory-policy noeviction).");
}

Result<void> scan_objects(RedisConnection& redis, const Keys& keys, Schedule& schedule) {
  std::string cursor = "0";
  do {
    const auto answer = ask(redis, {"HSCAN", keys.objects, cursor, "COUNT", kObjectsPerScan});
    if (!answer) return tl::unexpected(answer.error());
    cursor = answer->view().at(0).text();
    const ReplyView pairs = answer->view().at(1);
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
      const std::string_view field = pairs.at(i).text();
      try {
        replay(schedule, object_from_text(field, pairs.at(i + 1).text()));
      } catch (const std::runtime_error& wrong) {
        throw DamagedStore(keys.objects, "of its field " + std::string(field) + ", " + wrong.what());
      }
    }
  } while (cursor != "0");
  return {};
}

/// @return false when an entry is missing; the time of the last one in `last_change`
Result<bool> replay_entries(RedisConnection& redis, const Keys& keys, Position after, Position last, Schedule& schedule,
                            Instant& last_change) {
  while (after < last) {
    const auto answer =
        ask(redis, {"XRANGE", keys.journal, entry_id(after + 1), entry_id(last), "COUNT", kEntriesPerRange});
    if (!answer) return tl::unexpected(answer.error());
    try {
      const std::vector<JournalEntry> entries = entries_in(answer->view());
      if (entries.empty()) return false;
      for (const JournalEntry& entry : entries) {
        if (entry.position != after + 1) return false;
        for (const Change& change : entry.changes) replay(schedule, change);
        last_change = entry.at;
        after = entry.position;
      }
    } catch (const std::runtime_error& wrong) {
      throw DamagedStore(keys.journal, wrong.what());
    }
  }
  return true;
}

void require_consistent(const DepartmentState& state, const Keys& keys) {
  if (state.last_entry != state.head) {
    throw DamagedStore(keys.head, "it says " + std::to_string(state.head) + " and the journal ends with " +
                                      std::to_string(state.last_entry));
  }
  if (state.head == 0 && state.objects > 0) throw DamagedStore(keys.head, "it is missing while there are objects");
}

/// nullopt when the journal was changed under us in a way that takes a new start.
Result<std::optional<LoadedDepartment>> load_once(RedisConnection& redis, const Keys& keys) {
  const auto before = ask_state(redis, keys);
  if (!before) return tl::unexpected(before.error());
  require_consistent(*before, keys);

  Schedule schedule;
  if (auto scanned = scan_objects(redis, keys, schedule); !scanned) return tl::unexpected(scanned.error());

  const auto now = ask_state(redis, keys);
  if (!now) return tl::unexpected(now.error());
  require_consistent(*now, keys);
  const bool same_history = now->epoch == before->epoch || before->head == 0;
  if (!same_history || now->head < before->head) return std::nullopt;

  Instant last_change = last_update(schedule, static_cast<const Change*>(nullptr));
  // One entry more than needed, for its time; if it has been trimmed, the last update is as near as one can know.
  const Position from = before->head == now->head && now->head > 0 ? now->head - 1 : before->head;
  const auto complete = replay_entries(redis, keys, from, now->head, schedule, last_change);
  if (!complete) return tl::unexpected(complete.error());
  if (!*complete && from == before->head) return std::nullopt;

  if (count_objects(schedule, static_cast<const Change*>(nullptr)) != now->objects) {
    throw DamagedStore(keys.objects, "it does not hold what the journal says");
  }
  schedule.set_head(now->head, last_change);
  return LoadedDepartment{std::move(schedule), now->epoch};
}

}  // namespace

std::vector<JournalEntry> entries_in(const ReplyView& stream) {
  std::vector<JournalEntry> entries;
  entries.reserve(stream.size());
  for (std::size_t i = 0; i < stream.size(); ++i) {
    const std::string_view id = stream.at(i).at(0).text();
    const ReplyView fields = stream.at(i).at(1);
    try {
      if (fields.at(0).text() != "entry") throw std::runtime_error("it has no field \"entry\"");
      entries.push_back(entry_from_text(fields.at(1).text()));
      if (entry_id(entries.back().position) != id) throw std::runtime_error("its position is not that of its id");
    } catch (const std::runtime_error& wrong) {
      throw std::runtime_error("of its entry " + std::string(id) + ", " + wrong.what());
    }
  }
  return entries;
}

Result<LoadedDepartment> load_department(RedisConnection& redis, const Keys& keys) {
  if (const auto safe = require_noeviction(redis); !safe) return tl::unexpected(safe.error());
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    auto loaded = load_once(redis, keys);
    if (!loaded) return tl::unexpected(loaded.error());
    if (*loaded) return std::move(**loaded);
  }
  return unavailable("The journal was trimmed or replaced while it was being loaded, again and again.");
}

}  // namespace store
