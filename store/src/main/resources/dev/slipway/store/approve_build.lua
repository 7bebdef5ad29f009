-- Queues a build that waits for a yes: id, by, now. Answers the record, or nothing.
local id, by, now = unpack(ARGV)
local build = read_build(id)
if not build then
  return {}
end
if build.kind == 'waiting' then
  local state = { type = 'queued', attempts = 0, because = 'approved by ' .. by }
  move(build, 'queued', 0, cjson.encode(state), now)
  line_up(build)
end
return redis.call('HGETALL', key.build .. id)
