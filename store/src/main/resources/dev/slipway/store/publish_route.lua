-- Replaces a service's route. ARGV: service id, route as JSON, at, and of the rollout that does it the
-- deployment id and attempt. Answers with what is kept; with nothing when the lease is lost.
local service, route, at, deployment, attempt = unpack(ARGV)
local now, status = unpack(redis.call('HMGET', key.deployment .. deployment, 'attempt', 'status'))
if now ~= attempt or ENDED[status] then
  return false
end
return keep_route(service, route, at)
