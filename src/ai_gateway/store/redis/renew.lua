-- Says that a replica lives, and that its calls do.
--
-- KEYS  the replicas; then leases
-- ARGV  name of the replica, lease in ms; then for each key of leases: how many calls, their ids
-- gives the number of replicas that have said so within a lease
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local till = now + tonumber(ARGV[2])
redis.call('ZADD', KEYS[1], till, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local at = 3
for index = 2, #KEYS do
  local calls = tonumber(ARGV[at])
  for number = at + 1, at + calls do
    redis.call('ZADD', KEYS[index], 'XX', till, ARGV[number])
  end
  if redis.call('PTTL', KEYS[index]) >= 0 then
    redis.call('PEXPIRE', KEYS[index], ARGV[2] * 2)
  end
  at = at + calls + 1
end
return redis.call('ZCARD', KEYS[1])
