-- Replaces a service's route. ARGV: service id, route as JSON, at, and, where a rollout does it, its
-- deployment id and attempt. Answers with the version; 0 when the lease is lost. A route that is
-- there already keeps its version.
local service, route, at, deployment, attempt = unpack(ARGV)
if deployment then
  local now, status = unpack(redis.call('HMGET', key.deployment .. deployment, 'attempt', 'status'))
  if now ~= attempt or ENDED[status] then
    return 0
  end
end
local known = redis.call('HGET', key.routes, service)
if known then
  local version, content = string.match(known, '^(%d+) (.*)$')
  if content == route then
    return tonumber(version)
  end
end
local version = redis.call('INCR', key.route_version)
redis.call('HSET', key.routes, service, version .. ' ' .. route)
signal(key.routes)
publish('route', service, '', at)
return version
