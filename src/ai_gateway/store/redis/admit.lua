-- Takes everything that one call needs, or nothing.
--
-- KEYS  each rate; each slot's leases; for each budget its balance and its leases
-- ARGV  id, lease in ms, numbers of rates, slots and budgets, tokens, least, bound, estimate,
--       then for each rate: limit, ms of one part, 1 if it counts tokens;
--       for each slot: limit;
--       for each budget: cap or -1, period, the most that this replica has seen spent
-- gives {1, time in ms, amount, what is spent of each budget}
--    or {0, number of the rule that refuses, what remains in it, ms to wait or -1}
--
-- A rate is a hash: `o` the oldest part that may be counted, `t` the total, and the parts by number.
-- A balance is a hash: `p` the period, `s` spent, `r` reserved, and what each call reserved by
-- `:id`. It has no expiry, so that a server short of memory takes answers first, and never money.
local PARTS = 60

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local id, lease = ARGV[1], tonumber(ARGV[2])
local rates, slots, budgets = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local tokens, least = tonumber(ARGV[6]), tonumber(ARGV[7])
local amount, estimate = tonumber(ARGV[8]), tonumber(ARGV[9])
local at = 10

local function whole(number)
  return string.format('%.0f', number)
end

-- Forgets the parts of a rate that are past; returns its total and its oldest part.
local function used(key, part)
  local state = redis.call('HMGET', key, 'o', 't')
  if not state[1] then
    return 0, 0
  end
  local oldest, total = tonumber(state[1]), tonumber(state[2])
  local first = math.floor(now / part) - PARTS
  if oldest >= first then
    return total, oldest
  end
  if first - oldest > PARTS then
    redis.call('DEL', key)
    return 0, 0
  end
  local past = {}
  for number = oldest, first - 1 do
    past[#past + 1] = whole(number)
  end
  local counts = redis.call('HMGET', key, unpack(past))
  for _, count in ipairs(counts) do
    if count then
      total = total - count
    end
  end
  redis.call('HDEL', key, unpack(past))
  redis.call('HSET', key, 'o', whole(first), 't', whole(total))
  return total, first
end

-- Returns the ms until at most `room` is used.
local function wait(key, part, total, room)
  if room < 0 then
    return -1
  end
  local oldest = tonumber(redis.call('HGET', key, 'o'))
  for number = oldest, oldest + PARTS do
    total = total - (tonumber(redis.call('HGET', key, whole(number))) or 0)
    if total <= room then
      return (number + PARTS + 1) * part - now
    end
  end
  return -1
end

-- Gives back what calls reserved whose replica has fallen silent.
local function expire(balance, leases)
  local gone = redis.call('ZRANGEBYSCORE', leases, '-inf', now, 'LIMIT', 0, 1000)
  for _, call in ipairs(gone) do
    local held = redis.call('HGET', balance, ':' .. call)
    if held then
      redis.call('HDEL', balance, ':' .. call)
      redis.call('HINCRBY', balance, 'r', held == '0' and '0' or '-' .. held)
    end
    redis.call('ZREM', leases, call)
  end
end

local parts = {}
for index = 1, rates do
  local limit, part = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
  local take = ARGV[at + 2] == '1' and tokens or 1
  local total, oldest = used(KEYS[index], part)
  if total + take > limit then
    local soon = wait(KEYS[index], part, total, limit - take)
    return {0, index, whole(math.max(limit - total, 0)), soon}
  end
  -- After a failover the clock may be behind: then the window is longer for a while.
  parts[index] = whole(math.max(math.floor(now / part), oldest))
  at = at + 3
end

for index = rates + 1, rates + slots do
  redis.call('ZREMRANGEBYSCORE', KEYS[index], '-inf', now)
  if redis.call('ZCARD', KEYS[index]) >= tonumber(ARGV[at]) and
      not redis.call('ZSCORE', KEYS[index], id) then
    return {0, index, '0', -1}
  end
  at = at + 1
end

local spent = {}
local first = at
for index = 1, budgets do
  local balance, leases = KEYS[rates + slots + 2 * index - 1], KEYS[rates + slots + 2 * index]
  local cap, period, seen = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  expire(balance, leases)
  local state = redis.call('HMGET', balance, 'p', 's', 'r')
  local gone = tonumber(state[2] or '0')
  local begun = tonumber(state[1] or '-1')
  if period > begun or (period == begun and seen > gone) then
    -- A new period; or a server that has lost what a replica saw it hold.
    gone = seen
    redis.call('HSET', balance, 'p', ARGV[at + 1], 's', ARGV[at + 2])
  end
  spent[index] = whole(gone)
  local held = redis.call('HGET', balance, ':' .. id)
  if held then
    -- The same call again: its first answer was lost.
    amount = math.min(amount, tonumber(held))
  elseif cap >= 0 then
    local left = cap - gone - tonumber(state[3] or '0')
    if left < least then
      return {0, rates + slots + index, whole(math.max(left, 0)), -1}
    end
    amount = math.min(amount, left)
  end
  at = at + 3
end

at = 10
for index = 1, rates do
  local part = tonumber(ARGV[at + 1])
  local take = ARGV[at + 2] == '1' and ARGV[6] or '1'
  redis.call('HSETNX', KEYS[index], 'o', parts[index])
  redis.call('HINCRBY', KEYS[index], 't', take)
  redis.call('HINCRBY', KEYS[index], parts[index], take)
  redis.call('PEXPIRE', KEYS[index], part * (PARTS + 1))
  at = at + 3
end
for index = rates + 1, rates + slots do
  redis.call('ZADD', KEYS[index], now + lease, id)
  redis.call('PEXPIRE', KEYS[index], lease * 2)
end
at = first
for index = 1, budgets do
  local balance, leases = KEYS[rates + slots + 2 * index - 1], KEYS[rates + slots + 2 * index]
  local held = whole(tonumber(ARGV[at]) >= 0 and amount or estimate)
  if redis.call('ZADD', leases, now + lease, id) == 1 then
    redis.call('HSET', balance, ':' .. id, held)
    redis.call('HINCRBY', balance, 'r', held)
  end
  at = at + 3
end
return {1, now, whole(amount), spent}
