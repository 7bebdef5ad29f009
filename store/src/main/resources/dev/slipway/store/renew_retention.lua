-- Keeps a lease. ARGV: run id, attempt, lease in milliseconds. Answers 1, or 0 when it is lost.
local id, attempt, lease = unpack(ARGV)
local run = key.retention_run .. id
local status, current = unpack(redis.call('HMGET', run, 'status', 'attempt'))
if status ~= 'RUNNING' or current ~= attempt then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', run, 'lease', string.format('%.0f', now + tonumber(lease)))
return 1
