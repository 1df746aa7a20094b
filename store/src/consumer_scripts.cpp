#include "scripts.hpp"

namespace store {

// KEYS  lease.  ARGV  owner, milliseconds.
// Gives 1 when the owner has it from now on, 0 when somebody else has.
const std::string_view kLeaseScript = R"lua(#!lua
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
)lua";

// KEYS  lease.  ARGV  owner.
const std::string_view kReleaseScript = R"lua(#!lua
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
return 1
)lua";

// KEYS  lease, texts.  ARGV  owner, how many are written, their names and texts, the names of those removed.
// Gives 1, or 0 with nothing done when the owner has no lease any more: whoever has it has gone on from there.
const std::string_view kSaveScript = R"lua(#!lua
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local first_removed = 3 + 2 * tonumber(ARGV[2])
for i = 3, first_removed - 1, 2 do redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1]) end
for i = first_removed, #ARGV do redis.call('HDEL', KEYS[2], ARGV[i]) end
return 1
)lua";

}  // namespace store
