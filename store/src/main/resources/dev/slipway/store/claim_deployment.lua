-- Takes a deployment under a lease. ARGV: worker, process, call, lease in milliseconds. Process and
-- call name the caller's run and this call: what this worker holds from another process was left by
-- a restart, and what it holds from this very call was taken before its answer got lost. Answers
-- with the id and the record, or with nothing.
local worker, process, call, lease = unpack(ARGV)
local queue, group = key.deployment_queue, 'deployers'

local function ensure_group()
  local pending = redis.pcall('XPENDING', queue, group)
  if pending.err then
    redis.call('XGROUP', 'CREATE', queue, group, '0', 'MKSTREAM')
  end
end

-- The deployment of an entry, unless it has ended; then the entry goes.
local function open_deployment(entry)
  local found = redis.call('XRANGE', queue, entry, entry)
  local id = found[1] and found[1][2][2]
  local status = id and redis.call('HGET', key.deployment .. id, 'status')
  if status and not ENDED[status] then
    return id
  end
  dequeue(entry)
end

local function answer(id)
  return {id, unpack(redis.call('HGETALL', key.deployment .. id))}
end

local function take(entry, id)
  local record = key.deployment .. id
  redis.call('XCLAIM', queue, group, worker, 0, entry, 'JUSTID')
  redis.call('HINCRBY', record, 'attempt', 1)
  redis.call('HSET', record, 'worker', worker, 'claim', process .. ' ' .. call, 'entry', entry)
  return answer(id)
end

local function own()
  for _, pending in ipairs(redis.call('XPENDING', queue, group, '-', '+', 1000, worker)) do
    local entry = pending[1]
    local id = open_deployment(entry)
    local claim = id and redis.call('HGET', key.deployment .. id, 'claim') or ''
    if id and claim == process .. ' ' .. call then
      return answer(id)
    elseif id and string.sub(claim, 1, #process + 1) ~= process .. ' ' then
      return take(entry, id)
    end
  end
end

local function lost()
  local cursor = '0-0'
  repeat
    local claimed = redis.call('XAUTOCLAIM', queue, group, worker, lease, cursor, 'COUNT', 1,
      'JUSTID')
    cursor = claimed[1]
    local entry = claimed[2][1]
    local id = entry and open_deployment(entry)
    if id then
      return take(entry, id)
    end
  until cursor == '0-0'
end

local function fresh()
  while true do
    local read = redis.call('XREADGROUP', 'GROUP', group, worker, 'COUNT', 1, 'STREAMS', queue, '>')
    if not read then
      return
    end
    local entry = read[1][2][1][1]
    local id = open_deployment(entry)
    if id then
      return take(entry, id)
    end
  end
end

ensure_group()
return own() or lost() or fresh() or {}
