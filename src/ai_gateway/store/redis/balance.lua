-- KEYS  a budget's balance and its leases
-- ARGV  period
-- gives what is spent in that period and what is reserved, leases that have run out left out
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local state = redis.call('HMGET', KEYS[1], 'p', 's', 'r')
local spent, reserved = state[2] or '0', tonumber(state[3] or '0')
if tonumber(state[1] or '-1') < tonumber(ARGV[1]) then
  spent = '0'
end
for _, id in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)) do
  reserved = reserved - tonumber(redis.call('HGET', KEYS[1], ':' .. id) or '0')
end
return {spent, string.format('%.0f', reserved)}
