-- Ends a run, and forgets the oldest that have ended. ARGV: run id, attempt, finished at, result, status for
-- the feed, how many are remembered. Answers 1, or 0 when the lease is lost.
local id, attempt, at, result, told, most = unpack(ARGV)
local run = key.retention_run .. id
local status, current = unpack(redis.call('HMGET', run, 'status', 'attempt'))
if current ~= attempt then
  return 0
end
if status == 'ENDED' then
  -- This very call, whose answer got lost.
  return 1
end
redis.call('HSET', run, 'status', 'ENDED', 'finished_at', at, 'result', result)
redis.call('ZREM', key.retention_open, id)
for _, old in ipairs(redis.call('ZREVRANGE', key.retention_runs, most, -1)) do
  if redis.call('HGET', key.retention_run .. old, 'status') == 'ENDED' then
    redis.call('DEL', key.retention_run .. old)
    redis.call('ZREM', key.retention_runs, old)
  end
end
signal(key.retention_open)
publish('retention_run', id, told, at)
return 1
