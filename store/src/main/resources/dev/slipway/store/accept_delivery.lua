-- Keeps a delivery with everything that follows from it, or nothing: delivery id, its JSON,
-- repository id, the forge's delivery id, seconds to remember it, now; then three lists, each with
-- its count before it: moves of heads (ref, expected, next, '' for none), endings (ref, because),
-- builds (as add_build takes them).
local id, delivery, repository, forge_id, remembered, now = unpack(ARGV, 1, 6)

local delivered = key.delivered .. repository .. ':' .. forge_id
local first = redis.call('GET', delivered)
if first == id then
  return { 'accepted' }
elseif first then
  return { 'duplicate', redis.call('GET', key.delivery .. first) }
end

local at = 7
local function each(width, visit)
  local last = at + width * tonumber(ARGV[at])
  for i = at + 1, last, width do
    if visit(unpack(ARGV, i, i + width - 1)) then
      return true
    end
  end
  at = last + 1
end

local heads = key.heads .. repository
local moves = at
if each(3, function(ref, expected)
  return (redis.call('HGET', heads, ref) or '') ~= expected
end) then
  return { 'heads_moved' }
end

redis.call('SET', delivered, id, 'EX', remembered)
redis.call('SET', key.delivery .. id, delivery)
redis.call('ZADD', key.deliveries, 0, id)
redis.call('ZADD', key.deliveries_of .. repository, 0, id)
publish('delivery', id, '', now)
at = moves
each(3, function(ref, _, next)
  if next == '' then
    redis.call('HDEL', heads, ref)
  else
    redis.call('HSET', heads, ref, next)
  end
end)
each(2, function(ref, because)
  end_of_ref(repository, ref, because, now)
end)
each(7, function(build, ref, branch, priority, waits_for, request, because)
  add_build(build, repository, ref, branch, priority, waits_for, request, because, now)
end)
return { 'accepted' }
