-- Lets a push in, unless the registry is closed. ARGV: push, lease in milliseconds. Answers 1, or 0 where it
-- is closed.
local push, lease = unpack(ARGV)
if redis.call('EXISTS', key.registry_closed) == 1 then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', key.registry_pushes, string.format('%.0f', now + tonumber(lease)), push)
return 1
