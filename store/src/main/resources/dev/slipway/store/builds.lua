-- Fragment: how the record of a build moves. After: events.
local builders = 'builders'
local log_lives = 30 * 24 * 3600

local function indexes(repository, branch, visit)
  local branches = branch == '' and { '*' } or { branch, '*' }
  for _, r in ipairs({ repository, '*' }) do
    for _, b in ipairs(branches) do
      visit(key.builds .. r .. ':' .. b .. ':')
    end
  end
end

-- Records the state; `kind` is the state's type, `state` its JSON.
local function move(id, kind, attempt, state, at)
  local record = key.build .. id
  local old = redis.call('HMGET', record, 'kind', 'repository', 'branch')
  local function status(of) return of == 'canceling' and 'running' or of end
  indexes(old[2], old[3], function(index)
    if old[1] then
      redis.call('ZREM', index .. status(old[1]), id)
    else
      redis.call('ZADD', index .. '*', 0, id)
    end
    redis.call('ZADD', index .. status(kind), 0, id)
  end)
  redis.call('HSET', record, 'kind', kind, 'attempt', attempt, 'state', state)
  redis.call('HINCRBY', record, 'revision', 1)
  publish('build', id, status(kind), at)
  to_report('build', id)
end

local function ref_of(id)
  local of = redis.call('HMGET', key.build .. id, 'repository', 'ref')
  return key.builds_of_ref .. of[1] .. ':' .. of[2]
end

-- The line of those that are queued, which a delayed one keeps its place in.
local function line_up(id)
  redis.call('ZADD', key.build_order, redis.call('INCR', key.build_turn), id)
  redis.call('SADD', ref_of(id), id)
end

local function leave_line(id)
  redis.call('ZREM', key.build_order, id)
  redis.call('ZREM', key.build_delayed, id)
  redis.call('SREM', ref_of(id), id)
end

-- The hint for the workers.
local function enqueue(id)
  local entry = redis.call('XADD', key.build_queue, '*', 'build', id)
  redis.call('HSET', key.build .. id, 'entry', entry)
  redis.call('PUBLISH', key.build_queue, id)
end

local function drop(entry)
  redis.call('XACK', key.build_queue, builders, entry)
  redis.call('XDEL', key.build_queue, entry)
end

local function leave_queue(id)
  local entry = redis.call('HGET', key.build .. id, 'entry')
  if entry then
    drop(entry)
    redis.call('HDEL', key.build .. id, 'entry')
  end
end

local function end_build(id, kind, attempt, state, at)
  leave_line(id)
  leave_queue(id)
  move(id, kind, attempt, state, at)
  redis.call('EXPIRE', key.log .. id, log_lives)
  redis.call('PUBLISH', key.log .. id, 'end')
end

local function canceled(attempt, started_at, at, by, because)
  return cjson.encode({
    type = 'canceled', attempt = tonumber(attempt), started_at = started_at,
    finished_at = at, by = by, because = because,
  })
end

-- Cancels what is queued or waits for a yes on that ref.
local function end_of_ref(repository, ref, because, at)
  for _, id in ipairs(redis.call('SMEMBERS', key.builds_of_ref .. repository .. ':' .. ref)) do
    local attempts = redis.call('HGET', key.build .. id, 'attempt')
    end_build(id, 'canceled', attempts, canceled(attempts, nil, at, 'slipway', because), at)
  end
end

-- Creates a build, and cancels those of the same ref that did not start, for the reason given.
local function add_build(request, branch, because, at)
  local new = cjson.decode(request)
  local record = key.build .. new.id
  if redis.call('EXISTS', record) == 1 then
    return
  end
  end_of_ref(new.repository_id, new.ref, because, at)
  redis.call('HSET', record,
    'request', request, 'repository', new.repository_id, 'ref', new.ref, 'branch', branch,
    'number', redis.call('INCR', key.build_number .. new.repository_id),
    'revision', 0, 'steps', '[]', 'deployments', '[]', 'log', 0)
  if new.waits_for then
    local state = { type = 'waiting', for_approval = new.waits_for }
    move(new.id, 'waiting', 0, cjson.encode(state), at)
    redis.call('SADD', ref_of(new.id), new.id)
    return
  end
  move(new.id, 'queued', 0, '{"type":"queued","attempts":0,"because":""}', at)
  line_up(new.id)
  enqueue(new.id)
end

-- Whether the attempt may still write.
local function holds(kind, current, attempt)
  return current == attempt and (kind == 'running' or kind == 'canceling')
end
