-- Ends calls: a batch that one replica numbers, so that one sent twice is applied once.
--
-- KEYS  the replica's own key; then for each call: its token rates, its slots' leases, and for each
--       budget its balance and its leases
-- ARGV  number of the batch, ms to remember it, number of calls; then for each call: id, numbers of
--       rates, slots and budgets, then for each rate: the part it was counted in, the correction;
--       for each budget: period, cost
-- gives for each budget of each call what is spent after it, or -1 where its period is past;
--       nothing for a batch that was applied before
local last = tonumber(redis.call('GET', KEYS[1]) or '-1')
if tonumber(ARGV[1]) <= last then
  return {}
end
-- First, for a server without memory refuses a script's first write, and no later one.
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])

local key, at = 2, 4
local after = {}

local function negative(amount)
  return amount == '0' and '0' or '-' .. amount
end

local function rate()
  if redis.call('HEXISTS', KEYS[key], ARGV[at]) == 1 then
    redis.call('HINCRBY', KEYS[key], ARGV[at], ARGV[at + 1])
    redis.call('HINCRBY', KEYS[key], 't', ARGV[at + 1])
  end
  key, at = key + 1, at + 2
end

local function budget(id)
  local balance, leases = KEYS[key], KEYS[key + 1]
  local held = redis.call('HGET', balance, ':' .. id)
  if held then
    redis.call('HDEL', balance, ':' .. id)
    redis.call('HINCRBY', balance, 'r', negative(held))
  end
  redis.call('ZREM', leases, id)
  local period, begun = tonumber(ARGV[at]), tonumber(redis.call('HGET', balance, 'p') or '-1')
  if period > begun then
    redis.call('HSET', balance, 'p', ARGV[at], 's', '0')
  end
  if period < begun then
    after[#after + 1] = '-1'
  else
    redis.call('HINCRBY', balance, 's', ARGV[at + 1])
    after[#after + 1] = redis.call('HGET', balance, 's')
  end
  key, at = key + 2, at + 2
end

for _ = 1, tonumber(ARGV[3]) do
  local id = ARGV[at]
  local rates, slots = tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local budgets = tonumber(ARGV[at + 3])
  at = at + 4
  for _ = 1, rates do
    rate()
  end
  for _ = 1, slots do
    redis.call('ZREM', KEYS[key], id)
    key = key + 1
  end
  for _ = 1, budgets do
    budget(id)
  end
end
return after
