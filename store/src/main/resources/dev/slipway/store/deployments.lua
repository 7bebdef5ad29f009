-- Fragment over events: what the moves of deployments have in common. Times come from the caller's
-- clock, states as JSON that only Java reads.

local ENDED = {LIVE = true, FAILED = true, ROLLED_BACK = true}

local function deployment_changed(id, status, at)
  publish('deployment', id, string.lower(status), at)
  to_report('deployment', id)
end

-- Enters a state: closes the phase that lasts with what came of it, and opens the next.
local function enter(id, status, state, detail, at)
  local record = key.deployment .. id
  local phases = tonumber(redis.call('HGET', record, 'phases'))
  local left = cjson.decode(redis.call('HGET', record, 'phase' .. phases))
  left.finished_at = at
  left.detail = detail
  local entered = {name = status, started_at = at, detail = ''}
  if ENDED[status] then
    entered.finished_at = at
  end
  redis.call('HSET', record, 'status', status, 'state', state, 'phases', phases + 1,
    'phase' .. phases, cjson.encode(left), 'phase' .. (phases + 1), cjson.encode(entered))
  deployment_changed(id, status, at)
end

-- Ends a deployment before its turn came.
local function never_started(id, message, hint, at)
  local state = string.format(
    '{"type":"failed","cause":{"phase":"pending","message":%s,"hint":%s,"last_lines":[]}}',
    cjson.encode(message), cjson.encode(hint))
  enter(id, 'FAILED', state, '', at)
end

-- Makes it the service's turn; whoever waits for work learns of it.
local function start_rollout(id, service)
  redis.call('HSET', key.service .. service, 'deploying', id)
  local entry = redis.call('XADD', key.deployment_queue, '*', 'deployment', id)
  redis.call('HSET', key.deployment .. id, 'entry', entry)
  signal(key.deployment_queue)
end

-- Starts what waits for the service, unless something is under way or the service takes no pushes.
local function start_waiting(service)
  local home = key.service .. service
  local deploying, waiting, automatic, paused =
    unpack(redis.call('HMGET', home, 'deploying', 'waiting', 'waiting-automatic', 'paused'))
  if waiting and not deploying and not (paused and automatic == '1') then
    redis.call('HDEL', home, 'waiting', 'waiting-automatic')
    start_rollout(waiting, service)
  end
end

-- Takes a deployment off the queue.
local function dequeue(entry)
  redis.call('XACK', key.deployment_queue, 'deployers', entry)
  redis.call('XDEL', key.deployment_queue, entry)
end
