#pragma once

#include <string>

#include "department_state.hpp"
#include "scheduler/schedule.hpp"

namespace store {

struct LoadedDepartment {
  scheduler::Schedule schedule;
  std::string epoch;
};

/// The whole department as of one position of its journal, while others may go on writing. department_loader.cpp says
/// why the result is consistent.
/// @return JournalUnavailable, also when Redis might evict keys. @throws std::runtime_error: what is stored is damaged
[[nodiscard]] scheduler::Result<LoadedDepartment> load_department(RedisConnection& redis, const Keys& keys);

/// The entries of an answer to XRANGE, or to XREAD for one stream, in order.
/// @throws std::runtime_error that says which one is damaged
[[nodiscard]] std::vector<scheduler::JournalEntry> entries_in(const ReplyView& stream);

}  // namespace store
