-- Reads a token and notes its use: its digest, this minute. Answers with its text and when it was used
-- before, or with nothing.
local token = key.api_token .. ARGV[1]
local found = redis.call('HMGET', token, 'text', 'used')
if not found[1] then
  return {}
end
if found[2] ~= ARGV[2] then
  redis.call('HSET', token, 'used', ARGV[2])
end
return found
