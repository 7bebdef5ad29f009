-- Adds a batch of lines: build, attempt, number of the first, number of the last, lines as JSON.
-- Answers how many lines there are then, or -1 without the lease; a batch that does not follow
-- directly is not added.
local record = key.build .. ARGV[1]
local kind, current, total = unpack(redis.call('HMGET', record, 'kind', 'attempt', 'log'))
if not holds(kind, current, ARGV[2]) then
  return -1
end
if tonumber(total) + 1 ~= tonumber(ARGV[3]) then
  return tonumber(total)
end
redis.call('XADD', key.log .. ARGV[1], ARGV[4] .. '-0', 'lines', ARGV[5])
redis.call('HSET', record, 'log', ARGV[4])
redis.call('PUBLISH', key.log .. ARGV[1], ARGV[4])
return tonumber(ARGV[4])
