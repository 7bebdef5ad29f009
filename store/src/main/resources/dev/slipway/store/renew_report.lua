-- Keeps a lease: subject, claim, lease in milliseconds. Answers 1, or 0 when it was lost.
local current, account = unpack(redis.call('HMGET', key.report .. ARGV[1], 'claim', 'account'))
if current ~= ARGV[2] then
  return 0
end
redis.call('ZADD', key.reports_held .. account, millis() + ARGV[3], ARGV[1])
return 1
