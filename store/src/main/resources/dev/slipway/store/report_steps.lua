-- Records the steps of an attempt: id, attempt, steps, now. Answers 1, or 0 without the lease.
local record = key.build .. ARGV[1]
local kind, current, steps = unpack(redis.call('HMGET', record, 'kind', 'attempt', 'steps'))
if not holds(kind, current, ARGV[2]) then
  return 0
end
if steps ~= ARGV[3] then
  redis.call('HSET', record, 'steps', ARGV[3])
  redis.call('HINCRBY', record, 'revision', 1)
  publish('build', ARGV[1], 'running', ARGV[4])
end
return 1
