#pragma once

#include <string>
#include <vector>

#include "scheduler/error.hpp"
#include "store/redis_url.hpp"

namespace store {

/// The slugs of the departments that have something in this Redis, in alphabetical order. O(keys of the database).
/// @return JournalUnavailable
[[nodiscard]] scheduler::Result<std::vector<std::string>> departments_in(const RedisAddress& address);

}  // namespace store
