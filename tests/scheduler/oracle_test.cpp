// Random departments and random commands: the scheduler against the oracle.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdlib>
#include <iostream>
#include <random>
#include <string>
#include <vector>

#include "codec/json.hpp"
#include "oracle_check.hpp"
#include "random_commands.hpp"
#include "support/department.hpp"

namespace scheduler {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::size_t kDepartments = 4;
#else
constexpr std::size_t kDepartments = 50;
#endif
constexpr std::size_t kCommandsEach = 220;
constexpr int kShards = 12;

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
bool same_records(const Schedule& a, const Schedule& b) {
  std::vector<Record<T>> all_a;
  std::vector<Record<T>> all_b;
  a.all<T>().for_each([&](Id<T>, const RecordPtr<T>& record) { all_a.push_back(*record); });
  b.all<T>().for_each([&](Id<T>, const RecordPtr<T>& record) { all_b.push_back(*record); });
  return all_a == all_b;
}

template <class... T>
bool same_records(const Schedule& a, const Schedule& b, std::variant<Changed<T>...>*) {
  return (same_records<T>(a, b) && ...);
}

void check_replay(const support::Department& department, const oracle::Department& oracle,
                  const support::RandomCommands& commands) {
  const Schedule again = replayed(department.journal());
  oracle::expect(again.head() == department.schedule().head(), "another head after the replay");
  oracle::expect(again.last_change() == department.schedule().last_change(), "another time after the replay");
  oracle::expect(same_records(again, department.schedule(), static_cast<Change*>(nullptr)),
                 "other records after the replay");
  oracle::check_indexes(oracle, department.schedule(), commands.resources());
  oracle::check_indexes(oracle, again, commands.resources());
}

struct Tally {
  std::size_t commands = 0;
  std::size_t refused = 0;
};

void run_one_department(std::uint64_t seed, Tally& tally) {
  support::Department department;
  support::RandomCommands commands(department, seed);
  oracle::Department oracle;
  const auto accept = [&](const std::vector<Change>& changes) {
    for (const Change& change : changes) oracle.accept(change);
  };
  for (const JournalEntry& entry : department.journal()) accept(entry.changes);
  for (std::size_t i = 0; i < kCommandsEach;) {
    const auto command = commands.next();
    if (!command) continue;
    ++i;
    const auto verdict = department.perform(*command);
    ++tally.commands;
    if (!verdict) ++tally.refused;
    try {
      oracle::check_verdict(oracle, *command, department.now(), verdict);
      if (!verdict) continue;
      oracle::check_changes(oracle, *verdict);
      accept(verdict->changes);
      oracle::check_state(oracle, department.schedule(), department.now());
    } catch (const oracle::Mismatch& mismatch) {
      throw oracle::Mismatch("command " + std::to_string(i) + " (action " + std::to_string(command->action.index()) +
                             "): " + mismatch.what());
    }
    if (i % 40 == 0) oracle::check_indexes(oracle, department.schedule(), commands.resources());
  }
  oracle::check_standing(oracle, department.schedule());
  check_replay(department, oracle, commands);
}

class RandomDepartments : public testing::TestWithParam<int> {
 protected:
  /// KARVON_TEST_SEED=<a department's seed> runs that one alone.
  static std::vector<std::uint64_t> seeds() {
    if (const char* given = std::getenv("KARVON_TEST_SEED")) return {std::strtoull(given, nullptr, 10)};
    std::vector<std::uint64_t> seeds(kDepartments);
    std::random_device chance;
    const std::uint64_t first = std::uint64_t{chance()} << 20;
    for (std::size_t i = 0; i < seeds.size(); ++i) seeds[i] = first + i;
    return seeds;
  }
};

TEST_P(RandomDepartments, AreDecidedAsTheOracleDoes) {
  Tally tally;
  const auto all = seeds();
  std::cout << "seeds from " << all.front() << " on\n";
  for (const std::uint64_t seed : all) {
    try {
      run_one_department(seed, tally);
    } catch (const std::exception& failure) {
      FAIL() << "KARVON_TEST_SEED=" << seed << ": " << failure.what();
    }
  }
  std::cout << tally.commands << " commands, " << tally.refused << " of them refused\n";
  EXPECT_EQ(tally.commands, all.size() * kCommandsEach);
  EXPECT_GE(tally.refused, tally.commands / 10);
}

INSTANTIATE_TEST_SUITE_P(Shard, RandomDepartments, testing::Range(0, kShards));

}  // namespace
}  // namespace scheduler
