// Random departments and random commands: the scheduler against the oracle.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <vector>

#include "codec/json.hpp"
#include "oracle.hpp"
#include "random_commands.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

std::set<oracle::Clash> named(const std::vector<Conflict>& conflicts) {
  std::set<oracle::Clash> clashes;
  for (const Conflict& each : conflicts) {
    clashes.insert({each.resource, each.interval, each.recurrence_id, Id<Event>{each.with->id}, each.with->interval});
  }
  return clashes;
}

void expect_same_verdict(const std::set<oracle::Clash>& expected, const Result<Decision>& verdict) {
  if (expected.empty()) {
    RC_ASSERT(verdict.has_value());
    RC_ASSERT(verdict->warnings.empty());
    return;
  }
  const auto* conflict = support::refusal<SchedulingConflict>(verdict);
  RC_ASSERT(conflict != nullptr);
  RC_ASSERT(conflict->omitted == 0U);
  RC_ASSERT(conflict->conflicts.size() == expected.size());
  RC_ASSERT(named(conflict->conflicts) == expected);
}

void check_event_verdict(const oracle::Department& oracle, Id<Event> id, const Event& event,
                         const Result<Decision>& verdict) {
  if (verdict && verdict->changes.empty()) return;  // all is as it was
  if (oracle.crowds_itself(event)) {
    const auto* invalid = support::refusal<InvalidInput>(verdict);
    RC_ASSERT(invalid != nullptr);
    RC_ASSERT(invalid->fields.front().pointer == "/duration");
    return;
  }
  const bool nothing_new = oracle.takes_already(id, event);
  expect_same_verdict(nothing_new ? std::set<oracle::Clash>{} : oracle.clashes(event, id), verdict);
}

template <class T>
void check_removal_verdict(const oracle::Department& oracle, ResourceKind kind, const Remove<T>& remove,
                           const Result<Decision>& verdict) {
  const std::size_t users = oracle.users_of({kind, remove.id.value});
  RC_ASSERT(verdict.has_value() == (users == 0));
  if (users == 0) return;
  const auto* needed = support::refusal<StillNeeded>(verdict);
  RC_ASSERT(needed != nullptr);
  RC_ASSERT(needed->count == users);
}

/// Holds one verdict against the oracle's.
void check_verdict(const oracle::Department& oracle, const support::Department& department, const Action& action,
                   const Result<Decision>& verdict) {
  if (const auto* create = std::get_if<Create<Event>>(&action)) {
    check_event_verdict(oracle, create->id, create->value, verdict);
  } else if (const auto* replace = std::get_if<Replace<Event>>(&action)) {
    if (department.schedule().find(replace->id)->value.kind() != replace->value.kind()) {
      RC_ASSERT(support::refusal<NotFound>(verdict) != nullptr);
    } else {
      check_event_verdict(oracle, replace->id, replace->value, verdict);
    }
  } else if (const auto* cancel = std::get_if<Remove<Event>>(&action)) {
    RC_ASSERT(verdict.has_value());
    RC_ASSERT(department.schedule().find(cancel->id) != nullptr);
  } else if (const auto* person = std::get_if<Remove<Person>>(&action)) {
    check_removal_verdict(oracle, ResourceKind::person, *person, verdict);
  } else if (const auto* room = std::get_if<Remove<Room>>(&action)) {
    check_removal_verdict(oracle, ResourceKind::room, *room, verdict);
  } else {
    RC_ASSERT(verdict.has_value());
  }
}

/// What every change must keep, whatever it is.
struct CheckChange {
  template <class T>
  void operator()(const Changed<T>& changed) const {
    if (!changed.after) return;
    RC_ASSERT(changed.after->version == (changed.before ? changed.before->version + 1 : 1U));
    if (!changed.before) return;
    RC_ASSERT(changed.after->created == changed.before->created);
    RC_ASSERT(changed.after->updated > changed.before->updated);
    if constexpr (std::is_same_v<T, Event>) {
      RC_ASSERT(changed.after->value.uid == changed.before->value.uid);
      RC_ASSERT(changed.after->value.sequence >= changed.before->value.sequence);
      RC_ASSERT(changed.after->value.sequence <= changed.before->value.sequence + 1);
    }
  }
};

template <class T>
RecordPtr<T> through_text(const RecordPtr<T>& record) {
  if (!record) return nullptr;
  const std::string text = boost::json::serialize(codec::to_json(*record, codec::Audience::store));
  return std::make_shared<const Record<T>>(codec::record_from_json<T>(boost::json::parse(text).as_object()));
}

/// The schedule that the journal makes after it has been written down and read again.
Schedule replayed(const std::vector<JournalEntry>& journal) {
  Schedule schedule;
  for (JournalEntry entry : journal) {
    for (Change& change : entry.changes) {
      std::visit([](auto& changed) { changed = {through_text(changed.before), through_text(changed.after)}; }, change);
    }
    schedule.apply(entry);
  }
  return schedule;
}

template <class T>
std::vector<Record<T>> records(const Schedule& schedule) {
  std::vector<Record<T>> list;
  schedule.all<T>().for_each([&](Id<T>, const RecordPtr<T>& record) { list.push_back(*record); });
  return list;
}

std::vector<oracle::Time> busy(const Schedule& schedule, const ResourceRef& resource, Interval window) {
  std::vector<oracle::Time> times;
  schedule.visit_busy(resource, window, [&](const IndexedOccurrence& each) {
    times.push_back({each.recurrence_id, each.interval});
    return true;
  });
  std::sort(times.begin(), times.end(), [](const oracle::Time& a, const oracle::Time& b) {
    return std::tie(a.interval, a.recurrence_id) < std::tie(b.interval, b.recurrence_id);
  });
  return times;
}

void check_busy(const Schedule& schedule, const oracle::Department& oracle, const support::RandomCommands& commands) {
  for (const ResourceRef& resource : commands.resources()) {
    for (const Interval& window : commands.windows()) {
      RC_ASSERT(busy(schedule, resource, window) == oracle.busy(resource, window));
    }
  }
}

void check_replay(const support::Department& department, const oracle::Department& oracle,
                  const support::RandomCommands& commands) {
  const Schedule again = replayed(department.journal());
  RC_ASSERT(again.head() == department.schedule().head());
  RC_ASSERT(again.last_change() == department.schedule().last_change());
  RC_ASSERT(records<Person>(again) == records<Person>(department.schedule()));
  RC_ASSERT(records<Room>(again) == records<Room>(department.schedule()));
  RC_ASSERT(records<Event>(again) == records<Event>(department.schedule()));
  check_busy(department.schedule(), oracle, commands);
  check_busy(again, oracle, commands);
}

constexpr std::size_t kCommandsEach = 220;

struct Tally {
  std::size_t accepted = 0;
  std::size_t refused = 0;
};

void run_one_department(Tally& tally) {
  support::Department department;
  support::RandomCommands commands(department, *rc::gen::arbitrary<std::uint32_t>());
  oracle::Department oracle;
  for (const JournalEntry& entry : department.journal()) oracle.accept(entry.changes.front());

  const auto moves = *rc::gen::container<std::vector<support::Move>>(kCommandsEach, support::any_move());
  for (const support::Move& move : moves) {
    const auto action = commands.next(move);
    if (!action) continue;
    const auto verdict = department.perform(*action);
    check_verdict(oracle, department, *action, verdict);
    ++(verdict ? tally.accepted : tally.refused);
    if (!verdict) continue;
    for (const Change& change : verdict->changes) {
      std::visit(CheckChange{}, change);
      oracle.accept(change);
    }
  }
  if (!commands.rooms_changed()) RC_ASSERT(oracle.overlapping_pairs() == 0U);
  check_replay(department, oracle, commands);
}

TEST(Scheduler, DecidesAsTheOracleDoes) {
  Tally tally;
  ASSERT_TRUE(rc::check("random commands", [&] { run_one_department(tally); }));
  std::cout << tally.accepted << " commands accepted, " << tally.refused << " refused\n";
  EXPECT_GE(tally.accepted + tally.refused, 20'000U);
  EXPECT_GE(tally.refused, 4'000U);
}

}  // namespace
}  // namespace scheduler
