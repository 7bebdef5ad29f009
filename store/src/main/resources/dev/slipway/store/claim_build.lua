-- Takes one build for a worker: worker, a word that names this call, now, lease in milliseconds;
-- then the builds that the worker's process holds. Answers the record, or nothing.
--
-- A lease is an entry of the stream that is pending for the worker; how long it has been idle is
-- measured by Redis.
local worker, call, now, lease = unpack(ARGV, 1, 4)
local held = {}
for i = 5, #ARGV do
  held[ARGV[i]] = true
end

local function lease_out(entry, to)
  redis.call('XCLAIM', key.build_queue, builders, to, 0, entry, 'FORCE', 'JUSTID')
end

-- The group was lost: whoever holds a build keeps it for another lease.
local function make_group()
  redis.call('XGROUP', 'CREATE', key.build_queue, builders, '0', 'MKSTREAM')
  for _, entry in ipairs(redis.call('XRANGE', key.build_queue, '-', '+')) do
    lease_out(entry[1], redis.call('HGET', key.build .. entry[2][2], 'worker') or worker)
  end
end

local function pending(...)
  local found = redis.pcall('XPENDING', key.build_queue, builders, ...)
  if found.err then
    make_group()
    return redis.call('XPENDING', key.build_queue, builders, ...)
  end
  return found
end

-- The build of a lease, unless the lease is over.
local function build_of(entry)
  local found = redis.call('XRANGE', key.build_queue, entry, entry)[1]
  local build = found and read_build(found[2][2])
  return build and build.entry == entry and build or nil
end

local function answer(id)
  return redis.call('HGETALL', key.build .. id)
end

local function take(build, entry)
  local state = { type = 'running', started_at = now }
  if build.kind == 'canceling' then
    state = cjson.decode(build.state)
  end
  state.worker, state.attempt = worker, tonumber(build.attempt) + 1
  lease_out(entry, worker)
  leave_line(build)
  move(build, state.type, state.attempt, cjson.encode(state), now,
    'entry', entry, 'worker', worker, 'claim', call)
  if state.type == 'running' then
    redis.call('HSET', key.build .. build.id, 'steps', '[]')
  end
  return answer(build.id)
end

-- Those that this worker had before it was restarted, or whose answer it never got.
local function own()
  local build, entry
  for _, mine in ipairs(pending('-', '+', #ARGV + 10, worker)) do
    local found = build_of(mine[1])
    if not found then
      drop(mine[1])
    elseif redis.call('HGET', key.build .. found.id, 'claim') == call then
      return answer(found.id)
    elseif not held[found.id] and not build then
      build, entry = found, mine[1]
    end
  end
  return build and take(build, entry)
end

local function abandoned()
  for _, idle in ipairs(pending('IDLE', lease, '-', '+', 100)) do
    local build = build_of(idle[1])
    if build then
      return take(build, idle[1])
    end
    drop(idle[1])
  end
end

local function promote_delayed()
  local time = redis.call('TIME')
  local millis = time[1] * 1000 + math.floor(time[2] / 1000)
  for _, id in ipairs(
    redis.call('ZRANGEBYSCORE', key.build_delayed, '-inf', millis, 'LIMIT', 0, 100))
  do
    redis.call('ZREM', key.build_delayed, id)
    line_up(read_build(id))
  end
end

-- Forgets a line that has ended, but not whose turn it would have been.
local function close_line(repository, turn)
  redis.call('HSET', key.build_shares, repository, turn)
  redis.call('ZREM', key.build_lines, repository)
end

-- The repositories whose turn it is; enough of them to choose among.
local function in_turn()
  local turn = redis.call('ZRANGE', key.build_lines, 0, 0, 'WITHSCORES')[2]
  if turn then
    return turn, redis.call('ZRANGEBYSCORE', key.build_lines, turn, turn, 'LIMIT', 0, 100)
  end
end

-- The first of those at the head of the lines whose turn it is.
local function fresh()
  local turn, repositories = in_turn()
  while turn do
    local chosen, first, place
    for _, repository in ipairs(repositories) do
      local id, at = unpack(redis.call('ZRANGE', key.build_line .. repository, 0, 0, 'WITHSCORES'))
      if not id then
        close_line(repository, turn)
      elseif not place or tonumber(at) < place then
        chosen, first, place = repository, id, tonumber(at)
      end
    end
    if chosen then
      redis.call('SET', key.build_clock, turn)
      redis.call('ZADD', key.build_lines, turn + 1, chosen)
      return take(read_build(first), redis.call('XADD', key.build_queue, '*', 'build', first))
    end
    turn, repositories = in_turn()
  end
end

promote_delayed()
return own() or abandoned() or fresh() or {}
