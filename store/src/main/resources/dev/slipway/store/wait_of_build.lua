-- How long a queued build has to wait: id. Answers how many builds are ahead of it, how many run,
-- the labels that it needs; how many builders are alive, and the labels of each; and when those of
-- its repository that ended last had begun and ended, in turn. Or nothing when it is not in line.
local build = read_build(ARGV[1])
local own = build and redis.call('ZRANK', key.build_line .. build.repository, ARGV[1])
if not own then
  return {}
end
local needed = labels_of(build.repository)
local builders = living_builders()

-- Whether one that can take the build can take what needs these labels as well.
local function shares(labels)
  for _, has in ipairs(builders) do
    if covers(has, needed) and covers(has, labels) then
      return true
    end
  end
  return labels == needed
end

-- Every repository before ours in turn gets one more build for each of ours.
local turn = tonumber(redis.call('ZSCORE', lines_with(needed), build.repository))
local function ahead_in(lines)
  local ahead = 0
  local flat = redis.call('ZRANGE', lines, 0, -1, 'WITHSCORES')
  for i = 1, #flat, 2 do
    local repository, at = flat[i], tonumber(flat[i + 1])
    if repository ~= build.repository then
      local before = at < turn or at == turn and repository < build.repository
      local waiting = redis.call('ZCARD', key.build_line .. repository)
      ahead = ahead + math.min(waiting, before and own + 1 or own)
    end
  end
  return ahead
end

local ahead = own
for _, labels in ipairs(needed_labels()) do
  if shares(labels) then
    ahead = ahead + ahead_in(lines_with(labels))
  end
end
local answer = {
  tostring(ahead), tostring(redis.call('ZCARD', key.builds_with .. 'running')),
  needed, tostring(#builders), unpack(builders),
}
for _, span in ipairs(
  redis.call('LRANGE', key.build_durations .. build.repository, 0, -1))
do
  answer[#answer + 1] = span
end
return answer
