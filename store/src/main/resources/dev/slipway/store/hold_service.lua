-- Holds a service's requests (ARGV: id, at, why as JSON), or lets them go (without the last).
local service, at, why = unpack(ARGV)
if why then
  redis.call('HSET', key.held_services, service, why)
else
  redis.call('HDEL', key.held_services, service)
end
local known = redis.call('HGET', key.routes, service)
if known then
  keep_route(service, string.match(known, '^%d+ %l+ (.*)$'), at)
end
return 1
