-- Makes a token valid: its digest, the principal's name, for how many milliseconds (0: for ever).
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', key.tokens, '-inf', now)
if ARGV[3] == '0' then
  redis.call('SET', key.token .. ARGV[1], ARGV[2])
  redis.call('ZADD', key.tokens, '+inf', ARGV[1])
else
  redis.call('SET', key.token .. ARGV[1], ARGV[2], 'PX', ARGV[3])
  redis.call('ZADD', key.tokens, now + ARGV[3], ARGV[1])
end
return 1
