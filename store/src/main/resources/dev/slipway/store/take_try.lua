-- Counts a try: subject, how many may be made, within how many milliseconds; and so on. Answers for how many
-- milliseconds none may be made, or 0. Run a second time it counts twice, which is the safe side.
local longest = 0
for i = 1, #ARGV, 3 do
  local tries = key.tries .. ARGV[i]
  if tonumber(redis.call('GET', tries) or 0) >= tonumber(ARGV[i + 1]) then
    longest = math.max(longest, redis.call('PTTL', tries))
  end
end
if longest > 0 then
  return longest
end
for i = 1, #ARGV, 3 do
  local tries = key.tries .. ARGV[i]
  if redis.call('INCR', tries) == 1 then
    redis.call('PEXPIRE', tries, ARGV[i + 2])
  end
end
return 0
