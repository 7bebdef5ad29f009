-- Finds builds, the newest first, among the ids of one sorted set: the set, the id to go on before
-- or '', the repository id, branch and status that are wanted or '', how many to find, how many to
-- look at. Answers where the next call goes on, '' at the end, and then the ids.
local index, before, repository, branch, status = unpack(ARGV, 1, 5)
local wanted, look_at = tonumber(ARGV[6]), tonumber(ARGV[7])

local function fits(id)
  local kind, of, on = unpack(redis.call('HMGET', key.build .. id, 'kind', 'repository', 'branch'))
  return (repository == '' or of == repository) and (branch == '' or on == branch)
    and (status == '' or (kind == 'canceling' and 'running' or kind) == status)
end

local found = { '' }
local ids = redis.call('ZREVRANGEBYLEX', index, before == '' and '+' or '(' .. before, '-',
  'LIMIT', 0, look_at)
for i, id in ipairs(ids) do
  if fits(id) then
    found[#found + 1] = id
  end
  if #found > wanted then
    found[1] = id
    return found
  end
  if i == look_at then
    found[1] = id
  end
end
return found
