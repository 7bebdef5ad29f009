-- Fragment over events and lines: how the record of a build moves, and the lines of those that want to run.
local builders = 'builders'
local log_lives = 30 * 24 * 3600

local function read_build(id)
  local fields = redis.call('HMGET', key.build .. id,
    'kind', 'attempt', 'state', 'repository', 'ref', 'entry', 'place', 'log', 'revision', 'group')
  local kind, attempt, state, repository, ref, entry, place, log, revision, group = unpack(fields)
  return kind and {
    id = id, kind = kind, attempt = attempt, state = state, repository = repository, ref = ref,
    entry = entry ~= '' and entry or nil, place = place, log = tonumber(log), revision = revision,
    group = group and group ~= '' and key.build_group .. repository .. ':' .. group or nil,
  }
end

local function status_of(kind)
  return kind == 'canceling' and 'running' or kind
end

-- Builds can be found by their status, among all and among those of a repository.
local function find_by(status, build, command, ...)
  redis.call(command, key.builds_with .. status, ...)
  redis.call(command, key.builds_with .. build.repository .. ':' .. status, ...)
end

-- Records the state; `kind` is the state's type, `state` its JSON, the rest further fields.
local function move(build, kind, attempt, state, at, ...)
  local from, status = status_of(build.kind), status_of(kind)
  if from ~= status then
    if from then
      find_by(from, build, 'ZREM', build.id)
    end
    find_by(status, build, 'ZADD', 0, build.id)
  end
  build.revision = build.revision + 1
  redis.call('HSET', key.build .. build.id, 'kind', kind, 'attempt', attempt, 'state', state,
    'revision', build.revision, ...)
  build.kind, build.attempt, build.state = kind, tostring(attempt), state
  publish('build', build.id, status, at)
  to_report('build', build.id)
end

local function builds_of_ref(build)
  return key.builds_of_ref .. build.repository .. ':' .. build.ref
end

-- Each repository has a line, by priority and turn, and the repositories take turns: the clock
-- counts them, and one that comes back does not get ahead of those that kept waiting.
local function line_up(build)
  redis.call('ZADD', key.build_line .. build.repository, build.place, build.id)
  local lines = lines_with(labels_of(build.repository))
  if not redis.call('ZSCORE', lines, build.repository) then
    local clock = tonumber(redis.call('GET', key.build_clock) or 0)
    local had = tonumber(redis.call('HGET', key.build_shares, build.repository) or 0)
    redis.call('ZADD', lines, math.max(clock, had), build.repository)
  end
  signal(key.build_queue)
end

local function leave_line(build)
  redis.call('ZREM', key.build_line .. build.repository, build.id)
  redis.call('SREM', builds_of_ref(build), build.id)
  if build.attempt ~= '0' then
    redis.call('ZREM', key.build_delayed, build.id)
  end
end

local function drop(entry)
  redis.call('XACK', key.build_queue, builders, entry)
  redis.call('XDEL', key.build_queue, entry)
end

-- Gives back the lease and the place in a concurrency group, where there are any.
local function end_lease(build)
  if build.entry then
    drop(build.entry)
  end
  if build.group then
    if redis.call('GET', build.group) == build.id then
      redis.call('DEL', build.group)
    end
    redis.call('HDEL', key.build .. build.id, 'group')
    signal(key.build_queue)
  end
end

local function end_build(build, kind, attempt, state, at)
  leave_line(build)
  end_lease(build)
  move(build, kind, attempt, state, at, 'entry', '')
  if build.log > 0 then
    for _, part in ipairs({ key.log, key.log_blocks, key.log_surveys }) do
      redis.call('EXPIRE', part .. build.id, log_lives)
    end
  end
  signal(key.log .. build.id)
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
    local build = read_build(id)
    local state = canceled(build.attempt, nil, at, 'slipway', because)
    end_build(build, 'canceled', build.attempt, state, at)
  end
end

local function first_state(waits_for)
  if waits_for == '' then
    return 'queued', '{"type":"queued","attempts":0,"because":""}'
  end
  return 'waiting', cjson.encode({ type = 'waiting', for_approval = waits_for })
end

-- Creates a build, and cancels those of the same ref that did not start: id, repository id, ref,
-- branch or '', priority (the lowest first), whose yes it waits for or '', the request as JSON, the
-- reason for those that it supersedes, now.
local function add_build(id, repository, ref, branch, priority, waits_for, request, because, at)
  end_of_ref(repository, ref, because, at)
  local place = priority * 2 ^ 40 + redis.call('INCR', key.build_turn)
  local build = {
    id = id, repository = repository, ref = ref, attempt = '0', log = 0, revision = 0,
    place = string.format('%.0f', place),
  }
  redis.call('ZADD', key.builds, 0, id)
  redis.call('ZADD', key.builds_of .. repository, 0, id)
  if branch ~= '' then
    redis.call('ZADD', key.builds_of .. repository .. ':' .. branch, 0, id)
  end
  redis.call('SADD', builds_of_ref(build), id)
  local kind, state = first_state(waits_for)
  move(build, kind, 0, state, at,
    'request', request, 'repository', repository, 'ref', ref, 'branch', branch,
    'number', redis.call('INCR', key.build_number .. repository),
    'place', build.place, 'steps', '[]', 'deployments', '[]', 'log', 0)
  if kind == 'queued' then
    line_up(build)
  end
end

-- Whether the attempt may still write.
local function holds(kind, current, attempt)
  return current == attempt and (kind == 'running' or kind == 'canceling')
end
