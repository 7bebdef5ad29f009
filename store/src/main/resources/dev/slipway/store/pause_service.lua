-- Has pushes of a service wait (ARGV: id, at, why as JSON), or go on (without the last).
local service, at, pause = unpack(ARGV)
local home = key.service .. service
if redis.call('EXISTS', home) == 0 then
  return 0
end
if pause then
  redis.call('HSET', home, 'paused', pause)
else
  redis.call('HDEL', home, 'paused')
  start_waiting(service)
end
publish('service', service, '', at)
return 1
