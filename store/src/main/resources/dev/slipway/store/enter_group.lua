-- Takes the place of a concurrency group: id, attempt, group, whether to stop an older build that
-- has it, now. Answers 'entered', 'lost', or the number of the build that has it, and whether that
-- is 'newer' or 'older'.
local id, attempt, group, cancel_older, now = unpack(ARGV)
local build = read_build(id)
if not build or not holds(build.kind, build.attempt, attempt) then
  return { 'lost' }
end

local place = key.build_group .. build.repository .. ':' .. group
local holder = redis.call('GET', place)
local other = holder and holder ~= id and read_build(holder)
if other and other.group == place and holds(other.kind, other.attempt, other.attempt) then
  local number = redis.call('HGET', key.build .. holder, 'number')
  local own = redis.call('HGET', key.build .. id, 'number')
  local older = tonumber(number) < tonumber(own)
  if older and cancel_older == 'true' and other.kind == 'running' then
    local state = cjson.decode(other.state)
    state.type, state.by = 'canceling', 'slipway'
    state.because = 'superseded by build ' .. own .. ' of the same concurrency group'
    move(other, 'canceling', other.attempt, cjson.encode(state), now)
  end
  if redis.call('HGET', key.build .. id, 'held-by') ~= number then
    redis.call('HSET', key.build .. id, 'held-by', number)
    publish('build', id, 'running', now)
  end
  return { number, older and 'older' or 'newer' }
end
end_lease({ id = id, group = build.group ~= place and build.group or nil })
redis.call('SET', place, id)
redis.call('HSET', key.build .. id, 'group', group)
redis.call('HDEL', key.build .. id, 'held-by')
return { 'entered' }
