-- Remembers what happened to a container. ARGV: service id, when in microseconds, the event as JSON,
-- the most that are kept, for how many seconds, now. What is there already changes nothing.
local service, micros, event, most, seconds, at = unpack(ARGV)
local kept = key.container_events .. service
if redis.call('ZADD', kept, 'NX', micros, event) == 1 then
  redis.call('ZREMRANGEBYRANK', kept, 0, -1 - most)
  redis.call('EXPIRE', kept, seconds)
  publish('service', service, '', at)
end
return 1
