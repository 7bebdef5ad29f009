-- Ends a token: its id. Answers 1, or 0 where there is none.
local digest = redis.call('HGET', key.api_tokens, ARGV[1])
if not digest then
  return 0
end
redis.call('HDEL', key.api_tokens, ARGV[1])
return redis.call('DEL', key.api_token .. digest)
