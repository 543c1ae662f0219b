#!lua flags=allow-oom
-- A queue in a stream, as a script that any language EVALs; each call is a transaction.
-- KEYS queue:NAME later:NAME dead:NAME; ARGV a verb, a consumer, and what the verb needs:
--   take LEASE DELIVERIES                     a row {entry, id, delivery, body}, or nil
--   read ENTRY                                the row of what XREADGROUP gave
--   extend ENTRY DELIVERY                     1, or 0 if somebody else has it: so do the next
--   ack ENTRY DELIVERY
--   fail ENTRY DELIVERY DELIVERIES DELAY WHY
--   counts                                    {waiting, leased, dead}
--   revive                                    how many
--   clean LEASE                               let go of consumer, and of who died
-- To put one: XADD queue:NAME * body JSON.  Times are milliseconds of the server's clock.
-- It may run when memory is full: each verb but take frees what it needs, and that little.

local stream, later, dead = KEYS[1], KEYS[2], KEYS[3]
local GROUP, verb, me = 'workers', ARGV[1], ARGV[2]

local function now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function pending(entry)
  return redis.call('XPENDING', stream, GROUP, entry, entry, 1)[1]
end

local function add(id, tries, body)
  redis.call('XADD', stream, '*', 'id', id, 'tries', tries, 'body', body)
end

-- A task keeps its id when it is added again, and its tries are what was before that.
local function read(entry)
  local found = redis.call('XRANGE', stream, entry, entry)[1]
  local task = {id = entry, tries = 0, body = ''}
  for at = 1, found and #found[2] or 0, 2 do
    task[found[2][at]] = found[2][at + 1]
  end
  local delivery = (tonumber(task.tries) or 0) + pending(entry)[4]
  return {entry, task.id, delivery, task.body}
end

local function forget(entry)
  redis.call('XACK', stream, GROUP, entry)
  redis.call('XDEL', stream, entry)
end

local function bury(task, why)
  forget(task[1])
  redis.call('XADD', dead, '*', 'id', task[2], 'body', task[4], 'why', why)
end

-- A consumer without pending tasks loses nothing; if it lives, its next read makes it anew.
local function clean(lease, leaving)
  local known = redis.pcall('XINFO', 'CONSUMERS', stream, GROUP)
  for _, one in ipairs(known) do
    local name, count, idle = one[2], one[4], one[6]
    if count == 0 and (idle >= lease or name == leaving) then
      redis.call('XGROUP', 'DELCONSUMER', stream, GROUP, name)
    end
  end
end

local function take(lease, deliveries)
  redis.pcall('XGROUP', 'CREATE', stream, GROUP, '0', 'MKSTREAM') -- fails if it is there
  local due = redis.call('ZRANGEBYSCORE', later, '-inf', now(), 'LIMIT', 0, 100)
  for _, packed in ipairs(due) do
    redis.call('ZREM', later, packed)
    add(unpack(cjson.decode(packed)))
  end
  local cursor = '0-0'
  repeat -- a call looks at ten entries, and claims the first whose lease is over
    local over = redis.call(
      'XAUTOCLAIM', stream, GROUP, me, lease, cursor, 'COUNT', 1)
    cursor = over[1]
    if #over[2] > 0 then
      clean(lease)
      local task = read(over[2][1][1])
      if task[3] <= deliveries then return task end
      bury(task, 'worker died, delivery ' .. task[3] - 1)
    end
  until cursor == '0-0'
  local new = redis.call(
    'XREADGROUP', 'GROUP', GROUP, me, 'COUNT', 1, 'STREAMS', stream, '>')
  return new and read(new[1][2][1][1])
end

if verb == 'take' then return take(tonumber(ARGV[3]), tonumber(ARGV[4])) end
if verb == 'clean' then return clean(tonumber(ARGV[3]), me) end
if verb == 'counts' then
  local leased = redis.pcall('XPENDING', stream, GROUP)[1] or 0 -- before the first take
  local waiting = redis.call('XLEN', stream) - leased + redis.call('ZCARD', later)
  return {waiting, leased, redis.call('XLEN', dead)}
end
if verb == 'revive' then
  local all = redis.call('XRANGE', dead, '-', '+')
  for _, one in ipairs(all) do add(one[2][2], 0, one[2][4]) end
  redis.call('DEL', dead)
  return #all
end

local entry = ARGV[3]
local held = pending(entry)
if not held or held[2] ~= me then return verb ~= 'read' and 0 end
local task = read(entry)
if verb == 'read' then return task end
if task[3] ~= tonumber(ARGV[4]) then return 0 end
if verb == 'extend' then
  redis.call('XCLAIM', stream, GROUP, me, 0, entry, 'JUSTID')
elseif verb == 'ack' then
  forget(entry)
elseif task[3] >= tonumber(ARGV[5]) then
  bury(task, ARGV[7])
elseif tonumber(ARGV[6]) > 0 then
  forget(entry)
  redis.call('ZADD', later, now() + ARGV[6], cjson.encode({task[2], task[3], task[4]}))
else
  forget(entry)
  add(task[2], task[3], task[4])
end
return 1
