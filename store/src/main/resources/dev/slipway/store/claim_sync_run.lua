-- Takes a run under a lease: the oldest that waits, or whose lease ran out. ARGV: worker, call, lease in
-- milliseconds, at. Answers with the id and the record, or with nothing.
local worker, call, lease, at = unpack(ARGV)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local open = redis.call('ZRANGE', key.sync_open, 0, -1)

for _, id in ipairs(open) do
  if redis.call('HGET', key.sync_run .. id, 'claim') == call then
    -- This very call, whose answer got lost.
    return record(id)
  end
end
for _, id in ipairs(open) do
  local run = key.sync_run .. id
  local status, ends = unpack(redis.call('HMGET', run, 'status', 'lease'))
  if status and not ENDED[status] and tonumber(ends or 0) <= now then
    if status == 'QUEUED' then
      redis.call('HSET', run, 'status', 'RUNNING', 'started_at', at)
    end
    redis.call('HINCRBY', run, 'attempt', 1)
    redis.call('HSET', run, 'worker', worker, 'claim', call,
      'lease', string.format('%.0f', now + tonumber(lease)))
    run_changed(id, redis.call('HGET', run, 'status'), at)
    return record(id)
  end
end
return {}
