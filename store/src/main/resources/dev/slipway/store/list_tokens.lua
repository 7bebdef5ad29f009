-- All tokens that are valid, for each its text and when it was used. Forgets those that have ended.
local all = redis.call('HGETALL', key.api_tokens)
local answer = {}
for i = 1, #all, 2 do
  local found = redis.call('HMGET', key.api_token .. all[i + 1], 'text', 'used')
  if found[1] then
    answer[#answer + 1] = found[1]
    answer[#answer + 1] = found[2]
  else
    redis.call('HDEL', key.api_tokens, all[i])
  end
end
return answer
