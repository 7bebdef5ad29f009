-- Removes a user with all sessions and tokens: name. Answers 1, 0 where there is none, or -1 where nobody
-- could administer any more.
local name = ARGV[1]
if redis.call('EXISTS', key.user .. name) == 0 then
  return 0
end
if administers(name) and not administered_without(name) then
  return -1
end
end_sessions(name, '')
local tokens = redis.call('HGETALL', key.api_tokens)
for i = 1, #tokens, 2 do
  local token = key.api_token .. tokens[i + 1]
  if redis.call('HGET', token, 'owner') == name then
    redis.call('DEL', token)
    redis.call('HDEL', key.api_tokens, tokens[i])
  end
end
redis.call('SREM', key.users, name)
return redis.call('DEL', key.user .. name)
