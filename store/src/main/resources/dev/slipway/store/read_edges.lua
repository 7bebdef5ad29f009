-- Answers with the reports of the edges that are alive, and forgets the names of the others.
local answer = {}
for _, edge in ipairs(redis.call('SMEMBERS', key.edges)) do
  local report = redis.call('GET', key.edge .. edge)
  if report then
    table.insert(answer, report)
  else
    redis.call('SREM', key.edges, edge)
  end
end
return answer
