-- Asks for the end of a build: id, by, because, now. Answers the record, or nothing.
local id, by, because, now = unpack(ARGV)
local build = read_build(id)
if not build then
  return {}
end
if build.kind == 'waiting' or build.kind == 'queued' then
  local state = canceled(build.attempt, nil, now, by, because)
  end_build(build, 'canceled', build.attempt, state, now)
elseif build.kind == 'running' then
  local state = cjson.decode(build.state)
  state.type, state.by, state.because = 'canceling', by, because
  move(build, 'canceling', build.attempt, cjson.encode(state), now)
end
return redis.call('HGETALL', key.build .. id)
