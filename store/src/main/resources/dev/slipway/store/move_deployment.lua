-- Records the next state. ARGV: deployment id, attempt, number of phases seen, status, state,
-- detail, at. Answers with the record, or with nothing when the lease is lost or the deployment is
-- no longer as it was seen.
local id, attempt, seen, status, state, detail, at = unpack(ARGV)
local record = key.deployment .. id
local service, release, now, phases, current, entry =
  unpack(redis.call('HMGET', record, 'service', 'release', 'attempt', 'phases', 'state', 'entry'))
if now ~= attempt then
  return {}
end
if tonumber(phases) == seen + 1 and current == state then
  -- This very move, whose answer got lost.
  return redis.call('HGETALL', record)
end
if phases ~= seen then
  return {}
end

enter(id, status, state, detail, at)
if ENDED[status] then
  local home = key.service .. service
  dequeue(entry)
  if status == 'LIVE' then
    redis.call('HSET', home, 'live', release)
  end
  redis.call('HDEL', home, 'deploying')
  start_waiting(service)
  publish('service', service, '', at)
end
return redis.call('HGETALL', record)
