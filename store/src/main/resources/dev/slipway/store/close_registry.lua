-- Closes the registry for pushes, or keeps it closed. ARGV: who, lease in milliseconds. Answers how many
-- pushes are still in, or -1 where another one has closed it.
local who, lease = unpack(ARGV)
local closed = redis.call('GET', key.registry_closed)
if closed and closed ~= who then
  return -1
end
redis.call('SET', key.registry_closed, who, 'PX', lease)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', key.registry_pushes, '-inf', string.format('%.0f', now))
return redis.call('ZCARD', key.registry_pushes)
