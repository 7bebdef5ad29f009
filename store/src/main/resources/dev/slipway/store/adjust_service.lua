-- Keeps what was set for a service by hand. ARGV: id, at, adjustments as JSON.
local service, at, adjusted = unpack(ARGV)
local home = key.service .. service
if redis.call('EXISTS', home) == 0 then
  return 0
end
redis.call('HSET', home, 'adjusted', adjusted)
publish('service', service, '', at)
return 1
