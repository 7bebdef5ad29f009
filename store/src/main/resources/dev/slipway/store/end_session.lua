-- Ends one session of a user: user, id. Answers 1, or 0 where there is none.
local digest = redis.call('HGET', key.sessions_of .. ARGV[1], ARGV[2])
if not digest then
  return 0
end
redis.call('HDEL', key.sessions_of .. ARGV[1], ARGV[2])
return redis.call('DEL', key.session .. digest)
