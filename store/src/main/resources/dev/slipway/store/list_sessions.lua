-- The sessions of a user, for each its text and when it was seen. Forgets those that are over.
local user = key.sessions_of .. ARGV[1]
local all = redis.call('HGETALL', user)
local answer = {}
for i = 1, #all, 2 do
  local found = redis.call('HMGET', key.session .. all[i + 1], 'text', 'seen')
  if found[1] then
    answer[#answer + 1] = found[1]
    answer[#answer + 1] = found[2]
  else
    redis.call('HDEL', user, all[i])
  end
end
return answer
