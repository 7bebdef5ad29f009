-- Asks for something of a rollout that goes on. ARGV: deployment id, wish as JSON. Answers 0 where
-- it has ended or never was.
local record = key.deployment .. ARGV[1]
local status = redis.call('HGET', record, 'status')
if not status or ENDED[status] then
  return 0
end
redis.call('HSET', record, 'wish', ARGV[2])
return 1
