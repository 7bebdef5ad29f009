-- Ends an attempt: id, attempt, kind and JSON of the state to come, now, milliseconds until the
-- next attempt; then the releases to hand over. Answers the deployments as JSON, or false without
-- the lease.
local id, attempt, to, state, now, delay = unpack(ARGV, 1, 6)
local record = key.build .. id
local kind, current, held_state, finish, deployments = unpack(
  redis.call('HMGET', record, 'kind', 'attempt', 'state', 'finish', 'deployments'))

local this_call = redis.sha1hex(attempt .. state)
if current == attempt and finish == this_call then
  return deployments
end
if not holds(kind, current, attempt) then
  return false
end

-- A retry of an older build may end after a newer one.
local function note_success(id)
  local number, request = unpack(redis.call('HMGET', key.build .. id, 'number', 'request'))
  local built = cjson.decode(request)
  local known = redis.call('HGET', key.built .. built.repository_id, built.ref)
  if not known or tonumber(known:match('^%d+')) < tonumber(number) then
    redis.call('HSET', key.built .. built.repository_id, built.ref,
      number .. ' ' .. built.commit.sha)
  end
end

local created = {}
if kind == 'canceling' then
  local asked = cjson.decode(held_state)
  end_build(id, 'canceled', attempt,
    canceled(attempt, asked.started_at, now, asked.by, asked.because), now)
elseif to == 'queued' then
  leave_queue(id)
  move(id, 'queued', attempt, state, now)
  line_up(id)
  if tonumber(delay) > 0 then
    local time = redis.call('TIME')
    redis.call('ZADD', key.build_delayed, time[1] * 1000 + math.floor(time[2] / 1000) + delay, id)
  else
    enqueue(id)
  end
else
  end_build(id, to, attempt, state, now)
  if to == 'succeeded' then
    note_success(id)
  end
  for i = 7, #ARGV do
    created[#created + 1] = hand_over(ARGV[i], now)
  end
end

deployments = #created == 0 and '[]' or cjson.encode(created)
redis.call('HSET', record, 'finish', this_call, 'deployments', deployments)
return deployments
