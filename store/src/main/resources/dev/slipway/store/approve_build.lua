-- Queues a build that waits for a yes: id, by, now. Answers the record, or nothing.
local id, by, now = unpack(ARGV)
local record = key.build .. id
local kind = redis.call('HGET', record, 'kind')
if not kind then
  return {}
end
if kind == 'waiting' then
  local state = { type = 'queued', attempts = 0, because = 'approved by ' .. by }
  move(id, 'queued', 0, cjson.encode(state), now)
  line_up(id)
  enqueue(id)
end
return redis.call('HGETALL', record)
