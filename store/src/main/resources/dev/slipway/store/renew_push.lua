-- Keeps a push in. ARGV: push, lease in milliseconds. Answers 1, or 0 where its lease ran out.
local push, lease = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ends = tonumber(redis.call('ZSCORE', key.registry_pushes, push) or 0)
if ends <= now then
  return 0
end
redis.call('ZADD', key.registry_pushes, string.format('%.0f', now + tonumber(lease)), push)
return 1
