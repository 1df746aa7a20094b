#include "scripts.hpp"

namespace store {

// KEYS  head, epoch, objects, journal.
// Gives {head, epoch or '', the stream's last id, the number of objects}, all of one moment; or the error DAMAGED with
// the key's name and what is wrong with it.
const std::string_view kStateScript = R"lua(#!lua flags=no-writes
local wanted = {'string', 'string', 'hash', 'stream'}
for i = 1, 4 do
  local found = redis.call('TYPE', KEYS[i]).ok
  if found ~= 'none' and found ~= wanted[i] then
    return redis.error_reply('DAMAGED ' .. KEYS[i] .. ' is a ' .. found .. ' instead of a ' .. wanted[i])
  end
end
local last = '0-0'
if redis.call('EXISTS', KEYS[4]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[4])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = info[i + 1] end
  end
end
return {redis.call('GET', KEYS[1]) or '0', redis.call('GET', KEYS[2]) or '', last, redis.call('HLEN', KEYS[3])}
)lua";

}  // namespace store
