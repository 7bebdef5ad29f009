-- Fragment over events: a service's route as edges are told of it.

-- Keeps it with a new version, unless it is there already, and answers with what is kept.
local function keep_route(service, route, at)
  local by_hand = redis.call('HEXISTS', key.held_services, service) == 1 and 'held' or 'open'
  local wanted = by_hand .. ' ' .. route
  local known = redis.call('HGET', key.routes, service)
  if known and string.match(known, '^%d+ (.*)$') == wanted then
    return known
  end
  local kept = redis.call('INCR', key.route_version) .. ' ' .. wanted
  redis.call('HSET', key.routes, service, kept)
  signal(key.routes)
  publish('route', service, '', at)
  return kept
end
