-- Holds a service's requests, or lets them go. ARGV: service id, held or open, at.
local service, wanted, at = unpack(ARGV)
redis.call(wanted == 'held' and 'SADD' or 'SREM', key.held_services, service)
local known = redis.call('HGET', key.routes, service)
if known then
  keep_route(service, string.match(known, '^%d+ %l+ (.*)$'), at)
end
return 1
