-- Reads a session and puts its end off: digest, this minute, how many milliseconds it may be idle. Answers
-- with its text and when it was seen before, or with nothing.
local session = key.session .. ARGV[1]
local found = redis.call('HMGET', session, 'text', 'seen', 'ends')
if not found[1] then
  return {}
end
if found[2] ~= ARGV[2] then
  redis.call('HSET', session, 'seen', ARGV[2])
  put_end_off(session, found[3], ARGV[3])
end
return {found[1], found[2]}
