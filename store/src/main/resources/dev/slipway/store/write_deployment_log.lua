-- Keeps lines of a release command. ARGV: deployment id, number of the first, the most that are kept,
-- for how many seconds, and the lines.
local id, from, most, seconds = unpack(ARGV)
local log = key.deployment_log .. id
for i = 5, #ARGV do
  local number = from + i - 5
  if number <= tonumber(most) then
    redis.call('HSET', log, string.format('%d', number), ARGV[i])
  end
end
redis.call('EXPIRE', log, seconds)
return 1
