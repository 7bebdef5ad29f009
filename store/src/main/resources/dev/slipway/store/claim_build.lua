-- Takes one build for a worker: worker, a word that names this call, now, lease in milliseconds;
-- then the builds that the worker's process holds. Answers the record, or nothing.
local worker, call, now, lease = unpack(ARGV, 1, 4)
local held = {}
for i = 5, #ARGV do
  held[ARGV[i]] = true
end

local function pending(...)
  local found = redis.pcall('XPENDING', key.build_queue, builders, ...)
  if found.err then
    redis.call('XGROUP', 'CREATE', key.build_queue, builders, '0', 'MKSTREAM')
    return {}
  end
  return found
end

local function build_of(entry)
  local found = redis.call('XRANGE', key.build_queue, entry, entry)[1]
  return found and found[2][2]
end

-- A hint counts while the record points back at it and has not ended.
local function current(id, entry)
  local record = redis.call('HMGET', key.build .. id, 'entry', 'kind', 'worker', 'claim')
  return record[1] == entry and record or nil
end

local function take(id, entry)
  local record = key.build .. id
  local kind, attempt, json = unpack(redis.call('HMGET', record, 'kind', 'attempt', 'state'))
  local state = { type = 'running', started_at = now }
  if kind == 'canceling' then
    state = cjson.decode(json)
  else
    redis.call('HSET', record, 'steps', '[]')
  end
  state.worker, state.attempt = worker, tonumber(attempt) + 1
  leave_line(id)
  redis.call('XCLAIM', key.build_queue, builders, worker, 0, entry, 'JUSTID')
  redis.call('HSET', record, 'worker', worker, 'claim', call)
  move(id, state.type, state.attempt, cjson.encode(state), now)
  return redis.call('HGETALL', record)
end

-- Those that this worker had before it was restarted, or whose answer it never got.
local function own()
  local candidate
  for _, mine in ipairs(pending('-', '+', #ARGV + 10, worker)) do
    local entry, id = mine[1], build_of(mine[1])
    local record = id and current(id, entry)
    if not record then
      drop(entry)
    elseif record[4] == call then
      return redis.call('HGETALL', key.build .. id)
    elseif not held[id] and not candidate then
      candidate = { id, entry }
    end
  end
  return candidate and take(unpack(candidate))
end

local function abandoned()
  for _, idle in ipairs(pending('IDLE', lease, '-', '+', 100)) do
    local entry, id = idle[1], build_of(idle[1])
    if id and current(id, entry) then
      return take(id, entry)
    end
    drop(entry)
  end
end

local function promote_delayed()
  local time = redis.call('TIME')
  local millis = time[1] * 1000 + math.floor(time[2] / 1000)
  for _, id in ipairs(
    redis.call('ZRANGEBYSCORE', key.build_delayed, '-inf', millis, 'LIMIT', 0, 100))
  do
    redis.call('ZREM', key.build_delayed, id)
    enqueue(id)
  end
end

local function fresh()
  while true do
    local read = redis.call(
      'XREADGROUP', 'GROUP', builders, worker, 'COUNT', 1, 'STREAMS', key.build_queue, '>')
    if not read then
      return nil
    end
    local entry, id = read[1][2][1][1], read[1][2][1][2][2]
    local record = current(id, entry)
    if not record then
      drop(entry)
    elseif record[2] == 'queued' then
      return take(id, entry)
    else
      -- The group was lost and made anew: whoever holds the build keeps it for another lease.
      redis.call('XCLAIM', key.build_queue, builders, record[3], 0, entry, 'JUSTID')
    end
  end
end

promote_delayed()
return own() or abandoned() or fresh() or {}
