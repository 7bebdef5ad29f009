-- Ends an attempt: id, attempt, kind and JSON of the state to come, now, milliseconds until the
-- next attempt; then the releases to hand over. Answers the deployments as JSON, or false without
-- the lease.
local id, attempt, to, state, now, delay = unpack(ARGV, 1, 6)
local record = key.build .. id
local build = read_build(id)
local finish, deployments = unpack(redis.call('HMGET', record, 'finish', 'deployments'))

local this_call = redis.sha1hex(attempt .. state)
if build and build.attempt == attempt and finish == this_call then
  return deployments
end
if not build or not holds(build.kind, build.attempt, attempt) then
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

-- By how long builds of the repository took, one can tell when the next ones begin.
local function note_duration()
  local ended = cjson.decode(state)
  local durations = key.build_durations .. build.repository
  redis.call('LPUSH', durations, ended.started_at .. ' ' .. ended.finished_at)
  redis.call('LTRIM', durations, 0, 19)
end

-- Whoever keeps registries in step looks at it as soon as there is somebody, and only then is it
-- forgotten. Without anybody for that long, the oldest are.
local most_pushed = 10000
local function note_pushed(id)
  if #cjson.decode(state).images > 0 then
    redis.call('ZADD', key.pushed_builds, 0, id)
    redis.call('ZREMRANGEBYRANK', key.pushed_builds, 0, -most_pushed - 1)
    signal(key.pushed_builds)
  end
end

local created = {}
if build.kind == 'canceling' then
  local asked = cjson.decode(build.state)
  end_build(build, 'canceled', attempt,
    canceled(attempt, asked.started_at, now, asked.by, asked.because), now)
elseif to == 'queued' then
  end_lease(build)
  move(build, 'queued', attempt, state, now, 'entry', '')
  redis.call('SADD', builds_of_ref(build), id)
  if tonumber(delay) > 0 then
    redis.call('ZADD', key.build_delayed, millis() + delay, id)
  else
    line_up(build)
  end
else
  end_build(build, to, attempt, state, now)
  if to == 'succeeded' or to == 'failed' then
    note_duration()
  end
  if to == 'succeeded' then
    note_success(id)
    note_pushed(id)
  end
  for i = 7, #ARGV do
    created[#created + 1] = hand_over(ARGV[i], now)
  end
end

deployments = #created == 0 and '[]' or cjson.encode(created)
redis.call('HSET', record, 'finish', this_call, 'deployments', deployments)
return deployments
