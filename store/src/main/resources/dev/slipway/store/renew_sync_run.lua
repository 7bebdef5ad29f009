-- Keeps a lease and notes how far the run is. ARGV: run id, attempt, progress, lease in milliseconds, at.
-- Answers with the id and the record, or with nothing when the lease is lost.
local id, attempt, progress, lease, at = unpack(ARGV)
local run = key.sync_run .. id
local status, current, before, told =
  unpack(redis.call('HMGET', run, 'status', 'attempt', 'progress', 'told'))
if current ~= attempt or status == 'QUEUED' or ENDED[status] then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', run, 'progress', progress,
  'lease', string.format('%.0f', now + tonumber(lease)))
-- The feed holds so many events of all kinds: progress may not drive the others out.
if progress ~= before and now - tonumber(told or 0) >= 5000 then
  redis.call('HSET', run, 'told', string.format('%.0f', now))
  run_changed(id, status, at)
end
return record(id)
