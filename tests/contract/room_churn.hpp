#pragma once

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "contract/journal_entries.hpp"

namespace contract {

/// Rooms that come, change and go, so that each append is a legal change of what is there.
class RoomChurn {
 public:
  /// @param rooms a prime number
  explicit RoomChurn(unsigned rooms = 11) : count_(rooms) {}

  [[nodiscard]] scheduler::JournalAppend next() {
    const unsigned number = ++step_ * 7 % count_;
    const auto current = rooms_[number];
    if (!current) return note(number, nullptr, a_room(number, last_versions_[number] + 1));
    if (step_ % 3 == 0) return note(number, current, nullptr);
    return note(number, current, a_room(number, current->version + 1));
  }

 private:
  scheduler::JournalAppend note(unsigned number, const scheduler::RecordPtr<scheduler::Room>& before,
                                const scheduler::RecordPtr<scheduler::Room>& after) {
    rooms_[number] = after;
    if (after) last_versions_[number] = after->version;
    return an_append({changed(before, after)});
  }

  unsigned count_;
  unsigned step_ = 0;
  std::map<unsigned, scheduler::RecordPtr<scheduler::Room>> rooms_;
  std::map<unsigned, scheduler::Version> last_versions_;
};

/// Each of the loaded schedules is what the entries up to its head make.
inline void expect_moments(const std::map<scheduler::Position, scheduler::Schedule>& loaded,
                           const std::vector<scheduler::JournalEntry>& entries) {
  std::size_t compared = 0;
  scheduler::Schedule expected;
  for (const scheduler::JournalEntry& entry : entries) {
    expected.apply(entry);
    const auto found = loaded.find(entry.position);
    if (found == loaded.end()) continue;
    ++compared;
    ASSERT_EQ(texts_of(found->second), texts_of(expected));
  }
  EXPECT_EQ(compared, loaded.size());
}

}  // namespace contract
