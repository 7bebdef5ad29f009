-- How long a queued build has to wait: id. Answers how many builds are ahead of it, how many run, and
-- when those
-- of its repository that ended last had begun and ended, in turn; or nothing when it is not in line.
local build = read_build(ARGV[1])
local own = build and redis.call('ZRANK', key.build_line .. build.repository, ARGV[1])
if not own then
  return {}
end
-- Every repository before ours in turn gets one more build for each of ours.
local ahead, turn = own, redis.call('ZRANK', key.build_lines, build.repository)
for i, repository in ipairs(redis.call('ZRANGE', key.build_lines, 0, -1)) do
  if repository ~= build.repository then
    local waiting = redis.call('ZCARD', key.build_line .. repository)
    ahead = ahead + math.min(waiting, i - 1 < turn and own + 1 or own)
  end
end
return { tostring(ahead), tostring(redis.call("ZCARD", key.open_builds .. "running")), unpack(redis.call('LRANGE', key.build_durations .. build.repository, 0, -1)) }
