-- Keeps a lease. ARGV: deployment id, attempt. Answers 1, or 0 when the lease is lost.
local attempt, status, worker, entry =
  unpack(redis.call('HMGET', key.deployment .. ARGV[1], 'attempt', 'status', 'worker', 'entry'))
if attempt ~= ARGV[2] or not worker or ENDED[status] then
  return 0
end
return #redis.call('XCLAIM', key.deployment_queue, 'deployers', worker, 0, entry, 'JUSTID')
