-- Reads one service (ARGV: its id), or all (no ARGV). Answers with seven values for each: id, live,
-- deploying, last deployment, why it is paused, what was set by hand, and the content of the release
-- that describes it: the live one, or the newest before there is one.
local ids = ARGV[1] and {ARGV[1]} or redis.call('ZRANGE', key.services, 0, -1)
local answer = {}
for _, id in ipairs(ids) do
  local releases, live, deploying, last, paused, adjusted = unpack(redis.call('HMGET',
    key.service .. id, 'releases', 'live', 'deploying', 'last', 'paused', 'adjusted'))
  if releases then
    local content = redis.call('HGET', key.releases .. id, live or releases)
    for _, value in ipairs({id, live, deploying, last, paused or false, adjusted or false, content}) do
      table.insert(answer, value)
    end
  end
end
return answer
