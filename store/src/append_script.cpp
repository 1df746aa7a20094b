#include "scripts.hpp"

namespace store {

// KEYS  head, epoch, objects, journal, then one for each idempotency record.
// ARGV  expected head, expected epoch ('' accepts any), the epoch to begin with where there is none, nonce,
//       then four lists, each led by its count: entries; objects to write as field, JSON; fields to remove;
//       idempotency values in the order of their keys.
// Gives {'written', epoch}, {'moved', epoch} or {'epoch', epoch}; or an error, and then nothing has been written.
//
// Resending is safe: whoever finds its own nonce in the entry after the expected head has been here before, and since
// a script is atomic, all of its batch is there.
//
// The first line makes Redis refuse the whole script when it is out of memory. Lua has no rollback, so whatever can
// fail is checked before the first write: counts, types of keys, and that the stream ends where the head says (XADD
// fails on an id that is not higher). Values are taken one by one: unpack() fails near 8,000 of them.
const std::string_view kAppendScript = R"lua(#!lua
local head_key, epoch_key, objects_key, journal_key = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local expected, expected_epoch, fresh_epoch, nonce = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local function id_of(offset)
  return string.format('%.0f-0', tonumber(expected) + offset)
end

local function damaged(key, what)
  return redis.error_reply('DAMAGED ' .. key .. ' ' .. what)
end

local function wrong_type()
  local types = {[head_key] = 'string', [epoch_key] = 'string', [objects_key] = 'hash', [journal_key] = 'stream'}
  for key, wanted in pairs(types) do
    local found = redis.call('TYPE', key).ok
    if found ~= 'none' and found ~= wanted then
      return damaged(key, 'is a ' .. found .. ' instead of a ' .. wanted)
    end
  end
end

local function last_id()
  if redis.call('EXISTS', journal_key) == 0 then return '0-0' end
  local info = redis.call('XINFO', 'STREAM', journal_key)
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return info[i + 1] end
  end
end

local function already_written()
  local found = redis.call('XRANGE', journal_key, id_of(1), id_of(1))
  if not found[1] then return false end
  local fields = found[1][2]
  for i = 1, #fields, 2 do
    if fields[i] == 'nonce' then return fields[i + 1] == nonce end
  end
  return false
end

-- Where each list begins and how many values it has; nil when ARGV or KEYS are not as long as they say.
local function lists()
  local found, at = {}, 5
  for i, width in ipairs({1, 2, 1, 1}) do
    local count = tonumber(ARGV[at])
    if not count then return nil end
    found[i] = {first = at + 1, last = at + count * width}
    at = at + count * width + 1
  end
  if at ~= #ARGV + 1 or found[4].last - found[4].first + 1 ~= #KEYS - 4 then return nil end
  return found[1], found[2], found[3], found[4]
end

local entries, written, removed, answers = lists()
if not entries or entries.last < entries.first or not tonumber(expected) then
  return redis.error_reply('ERR the append has the wrong number of values')
end
local wrong = wrong_type()
if wrong then return wrong end

local epoch = redis.call('GET', epoch_key)
local head = redis.call('GET', head_key) or '0'
if head ~= expected then
  if already_written() then return {'written', epoch or ''} end
  return {'moved', epoch or ''}
end
if expected_epoch ~= '' and epoch ~= expected_epoch then return {'epoch', epoch or ''} end
if last_id() ~= head .. '-0' then
  return damaged(journal_key, 'ends with ' .. last_id() .. ' and the head is ' .. head)
end

for i = entries.first, entries.last do
  local id = id_of(i - entries.first + 1)
  if i == entries.first then
    redis.call('XADD', journal_key, id, 'entry', ARGV[i], 'nonce', nonce)
  else
    redis.call('XADD', journal_key, id, 'entry', ARGV[i])
  end
end
for i = written.first, written.last, 2 do
  redis.call('HSET', objects_key, ARGV[i], ARGV[i + 1])
end
for i = removed.first, removed.last do
  redis.call('HDEL', objects_key, ARGV[i])
end
for i = answers.first, answers.last do
  redis.call('SET', KEYS[5 + i - answers.first], ARGV[i], 'EX', 86400)
end
if not epoch then
  epoch = fresh_epoch
  redis.call('SET', epoch_key, epoch)
end
redis.call('SET', head_key, string.format('%.0f', tonumber(expected) + entries.last - entries.first + 1))
return {'written', epoch}
)lua";

}  // namespace store
