-- Fragment over events: what the moves of runs of rules have in common.

local ENDED = {SUCCEEDED = true, FAILED = true, CANCELED = true}

local function run_changed(id, status, at)
  publish('sync_run', id, string.lower(status), at)
end

-- How many runs of a rule are remembered, and how many in all: what a build wants to have copied is a
-- rule of its own.
local KEPT = 200
local KEPT_IN_ALL = 5000

local function forget(id)
  local rule, status = unpack(redis.call('HMGET', key.sync_run .. id, 'rule', 'status'))
  if ENDED[status] then
    redis.call('ZREM', key.sync_runs_of .. rule, id)
    redis.call('ZREM', key.sync_runs, id)
    redis.call('DEL', key.sync_run .. id)
  end
end

-- Ids of runs sort by the time they were made.
local function forget_oldest(rule)
  for _, id in ipairs(redis.call('ZRANGE', key.sync_runs_of .. rule, 0, -KEPT - 1)) do
    forget(id)
  end
  for _, id in ipairs(redis.call('ZRANGE', key.sync_runs, 0, -KEPT_IN_ALL - 1)) do
    forget(id)
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
