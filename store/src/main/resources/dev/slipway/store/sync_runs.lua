-- Fragment over events: what the moves of runs of rules have in common.

local ENDED = {SUCCEEDED = true, FAILED = true, CANCELED = true}

local function run_changed(id, status, at)
  publish('sync_run', id, string.lower(status), at)
end

-- Takes a run that ended from those that are open.
local function close_run(id)
  redis.call('ZREM', key.sync_open, id)
  local rule = redis.call('HGET', key.sync_run .. id, 'rule')
  if redis.call('HGET', key.sync_open_of, rule) == id then
    redis.call('HDEL', key.sync_open_of, rule)
  end
end

local function record(id)
  return {id, unpack(redis.call('HGETALL', key.sync_run .. id))}
end
