-- Keeps a lease and notes how far the run is. ARGV: run id, attempt, progress, lease in milliseconds.
-- Answers with the id and the record, or with nothing when the lease is lost.
local id, attempt, progress, lease = unpack(ARGV)
local run = key.sync_run .. id
local status, current = unpack(redis.call('HMGET', run, 'status', 'attempt'))
if current ~= attempt or status == 'QUEUED' or ENDED[status] then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', run, 'progress', progress,
  'lease', string.format('%.0f', now + tonumber(lease)))
return record(id)
