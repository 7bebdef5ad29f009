-- Fragment over events: what the moves of runs of rules have in common.

local ENDED = {SUCCEEDED = true, FAILED = true, CANCELED = true}

local function run_changed(id, status, at)
  publish('sync_run', id, string.lower(status), at)
end

-- How many runs of a rule are remembered.
local KEPT = 200

-- Ids of runs sort by the time they were made, and a rule has one that is open: its newest.
local function forget_oldest(rule)
  local runs = key.sync_runs_of .. rule
  for _, id in ipairs(redis.call('ZRANGE', runs, 0, -KEPT - 1)) do
    redis.call('ZREM', runs, id)
    redis.call('ZREM', key.sync_runs, id)
    redis.call('DEL', key.sync_run .. id)
  end
end

-- Takes a run that ended from those that are open.
local function close_run(id)
  redis.call('ZREM', key.sync_open, id)
  local rule = redis.call('HGET', key.sync_run .. id, 'rule')
  if redis.call('HGET', key.sync_open_of, rule) == id then
    redis.call('HDEL', key.sync_open_of, rule)
  end
  forget_oldest(rule)
end

local function record(id)
  return {id, unpack(redis.call('HGETALL', key.sync_run .. id))}
end
