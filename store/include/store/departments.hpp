#pragma once

#include <string>
#include <vector>

#include "scheduler/error.hpp"
#include "store/redis_url.hpp"

namespace store {

/// The slugs of the departments that have something in this Redis, in alphabetical order. O(keys of the database).
/// @return JournalUnavailable. @throws std::runtime_error when Redis answers something else than was asked for
[[nodiscard]] scheduler::Result<std::vector<std::string>> departments_in(const RedisAddress& address);

}  // namespace store
