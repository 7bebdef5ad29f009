-- Fragment over events and deployments: hand_over(content, at) makes a release of its content in
-- JSON and queues its rollout, once per deployment id, which is also the answer. The JSON is kept as
-- it came: Redis would write empty lists as objects.

local function newest_of(service, repository)
  local newest = redis.call('HMGET', key.service .. service,
    'newest-build:' .. repository, 'newest-release:' .. repository)
  return tonumber(newest[1]), newest[2]
end

local function create_deployment(id, service, number, kind, created_at)
  local phase = cjson.encode({name = 'PENDING', started_at = created_at, detail = ''})
  redis.call('HSET', key.deployment .. id, 'service', service, 'release', number, 'kind', kind,
    'created_at', created_at, 'attempt', 0, 'status', 'PENDING', 'state', '{"type":"pending"}',
    'phases', 1, 'phase1', phase)
  redis.call('HSET', key.service .. service, 'last', id)
  deployment_changed(id, 'PENDING', created_at)
end

-- One rollout of a service at a time; of those that wait, only the newest. While the service is
-- paused, what a push asked for waits in any case.
local function take_turn(id, service, number, automatic, at)
  local home = key.service .. service
  local turn = redis.call('HMGET', home, 'deploying', 'waiting', 'paused')
  if not turn[1] and not (automatic and turn[3]) then
    start_rollout(id, service)
    return
  end
  if turn[2] then
    local older = redis.call('HGET', key.deployment .. turn[2], 'release')
    never_started(turn[2],
      'superseded by v' .. number .. ' before it was its turn',
      'nothing needs to be done; if you do want v' .. older .. ', roll back to it by hand', at)
  end
  redis.call('HSET', home, 'waiting', id, 'waiting-automatic', automatic and 1 or 0)
end

local function hand_over(content, at)
  local release = cjson.decode(content)
  local id, service, repository = release.deployment, release.service, release.repository_id
  if redis.call('EXISTS', key.deployment .. id) == 1 then
    return id
  end
  local home = key.service .. service
  local number = redis.call('HINCRBY', home, 'releases', 1)
  redis.call('HSET', key.releases .. service, number, content)
  redis.call('ZADD', key.services, 0, service)
  create_deployment(id, service, number, release.kind, release.created_at)

  local newest_build, newest_release = newest_of(service, repository)
  local automatic = release.automatic
  if automatic and newest_build and newest_build > release.build_number then
    never_started(id,
      'v' .. number .. ' comes from build ' .. release.build_number .. ' and does not replace v'
        .. newest_release .. ' of the newer build ' .. newest_build .. ' by itself',
      'if you do want it, roll back to v' .. number .. ' by hand', release.created_at)
  else
    if automatic then
      redis.call('HSET', home, 'newest-build:' .. repository, release.build_number,
        'newest-release:' .. repository, number)
    end
    take_turn(id, service, number, automatic, at)
  end
  publish('service', service, '', at)
  return id
end
