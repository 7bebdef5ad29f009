-- Takes a run under a lease: the one whose lease ran out, or, when none is carried out, the oldest that
-- waits. ARGV: worker, call, lease in milliseconds, at. Answers with the id and the record, or with nothing.
local worker, call, lease, at = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest
for _, id in ipairs(redis.call('ZRANGE', key.retention_open, 0, -1)) do
  local status, ends, claim =
    unpack(redis.call('HMGET', key.retention_run .. id, 'status', 'lease', 'claim'))
  if claim == call then
    -- This very call, whose answer got lost.
    return {id, unpack(redis.call('HGETALL', key.retention_run .. id))}
  end
  if status == 'RUNNING' then
    if tonumber(ends) > now then
      return {}
    end
    oldest = id
    break
  end
  oldest = oldest or id
end
if not oldest then
  return {}
end
local run = key.retention_run .. oldest
redis.call('HSETNX', run, 'started_at', at)
redis.call('HINCRBY', run, 'attempt', 1)
redis.call('HSET', run, 'status', 'RUNNING', 'worker', worker, 'claim', call,
  'lease', string.format('%.0f', now + tonumber(lease)))
publish('retention_run', oldest, 'running', at)
return {oldest, unpack(redis.call('HGETALL', run))}
