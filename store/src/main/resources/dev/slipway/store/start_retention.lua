-- Adds a run, unless one of the same scope waits. ARGV: run id, scope, by, at. Answers with the id and the
-- record of the one that waits then.
local id, scope, by, at = unpack(ARGV)
for _, open in ipairs(redis.call('ZRANGE', key.retention_open, 0, -1)) do
  local of, status = unpack(redis.call('HMGET', key.retention_run .. open, 'scope', 'status'))
  if of == scope and status == 'QUEUED' then
    return {open, unpack(redis.call('HGETALL', key.retention_run .. open))}
  end
end
local run = key.retention_run .. id
if redis.call('EXISTS', run) == 0 then
  redis.call('HSET', run, 'scope', scope, 'by', by, 'queued_at', at, 'status', 'QUEUED', 'attempt', 0)
  redis.call('ZADD', key.retention_runs, 0, id)
  redis.call('ZADD', key.retention_open, 0, id)
  redis.call('HSET', key.retention_wanted, scope, at)
  signal(key.retention_open)
  publish('retention_run', id, 'queued', at)
end
return {id, unpack(redis.call('HGETALL', run))}
