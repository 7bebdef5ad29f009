-- Asks for the end of a build: id, by, because, now. Answers the record, or nothing.
local id, by, because, now = unpack(ARGV)
local record = key.build .. id
local kind, attempt, json = unpack(redis.call('HMGET', record, 'kind', 'attempt', 'state'))
if not kind then
  return {}
end
if kind == 'waiting' or kind == 'queued' then
  end_build(id, 'canceled', attempt, canceled(attempt, nil, now, by, because), now)
elseif kind == 'running' then
  local state = cjson.decode(json)
  state.type, state.by, state.because = 'canceling', by, because
  move(id, 'canceling', attempt, cjson.encode(state), now)
end
return redis.call('HGETALL', record)
