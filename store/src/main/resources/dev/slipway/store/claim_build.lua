-- Takes one build for a worker: worker, a word that names this call, now, lease in milliseconds, the
-- worker's labels; then the builds that the worker's process holds. Answers the record, or nothing.
--
-- A lease is an entry of the stream that is pending for the worker; how long it has been idle is
-- measured by Redis.
local worker, call, now, lease, labels = unpack(ARGV, 1, 5)
local held = {}
for i = 6, #ARGV do
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

-- Only the end of a build that is being canceled needs no label.
local function may_take(build)
  return build.kind == 'canceling' or covers(labels, labels_of(build.repository))
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
  redis.call('HDEL', key.build .. build.id, 'held-by')
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
    elseif not held[found.id] and not build and may_take(found) then
      build, entry = found, mine[1]
    end
  end
  return build and take(build, entry)
end

local function abandoned()
  for _, idle in ipairs(pending('IDLE', lease, '-', '+', 100)) do
    local build = build_of(idle[1])
    if not build then
      drop(idle[1])
    elseif may_take(build) then
      return take(build, idle[1])
    end
  end
end

local function promote_delayed()
  for _, id in ipairs(
    redis.call('ZRANGEBYSCORE', key.build_delayed, '-inf', millis(), 'LIMIT', 0, 100))
  do
    redis.call('ZREM', key.build_delayed, id)
    line_up(read_build(id))
  end
end

-- Forgets a line that has ended, but not whose turn it would have been.
local function close_line(lines, repository, turn)
  redis.call('HSET', key.build_shares, repository, turn)
  redis.call('ZREM', lines, repository)
end

-- The sets of lines that this worker takes from.
local function own_lines()
  local all = {}
  for _, needed in ipairs(needed_labels()) do
    if covers(labels, needed) then
      all[#all + 1] = lines_with(needed)
    end
  end
  return all
end

local function next_turn(all)
  local turn
  for _, lines in ipairs(all) do
    local first = tonumber(redis.call('ZRANGE', lines, 0, 0, 'WITHSCORES')[2])
    if first and (not turn or first < turn) then
      turn = first
    end
  end
  return turn
end

-- The first of those at the head of the lines whose turn it is; enough of them to choose among.
local function first_in_turn(all, turn)
  local chosen
  for _, lines in ipairs(all) do
    for _, repository in ipairs(
      redis.call('ZRANGEBYSCORE', lines, turn, turn, 'LIMIT', 0, 100))
    do
      local id, at = unpack(redis.call('ZRANGE', key.build_line .. repository, 0, 0, 'WITHSCORES'))
      if not id then
        close_line(lines, repository, turn)
      elseif not chosen or tonumber(at) < chosen.place then
        chosen = { id = id, place = tonumber(at), lines = lines, repository = repository }
      end
    end
  end
  return chosen
end

-- What waited long for its labels has one turn at once, and then takes turns with the others.
local function fresh()
  local all = own_lines()
  local turn = next_turn(all)
  while turn do
    local chosen = first_in_turn(all, turn)
    if chosen then
      turn = math.max(turn, tonumber(redis.call('GET', key.build_clock) or 0))
      redis.call('SET', key.build_clock, turn)
      redis.call('ZADD', chosen.lines, turn + 1, chosen.repository)
      local entry = redis.call('XADD', key.build_queue, '*', 'build', chosen.id)
      return take(read_build(chosen.id), entry)
    end
    turn = next_turn(all)
  end
end

hear(worker, labels)
promote_delayed()
return own() or abandoned() or fresh() or {}
