-- Keeps a delivery with everything that follows from it, or nothing: delivery id, its JSON,
-- repository id, the forge's delivery id, seconds to remember it, now; then a count and as many
-- pairs of ref and expected head ('' for none); then the builds: request, branch, sha, reason for
-- those it supersedes.
local id, delivery, repository, forge_id, remembered, now = unpack(ARGV, 1, 6)

local delivered = key.delivered .. repository .. ':' .. forge_id
local first = redis.call('GET', delivered)
if first == id then
  return { 'accepted' }
elseif first then
  return { 'duplicate', redis.call('GET', key.delivery .. first) }
end

local heads = key.heads .. repository
local builds = 8 + 2 * tonumber(ARGV[7])
for i = 8, builds - 1, 2 do
  if (redis.call('HGET', heads, ARGV[i]) or '') ~= ARGV[i + 1] then
    return { 'heads_moved' }
  end
end

redis.call('SET', delivered, id, 'EX', remembered)
redis.call('SET', key.delivery .. id, delivery)
redis.call('ZADD', key.deliveries, 0, id)
publish('delivery', id, '', now)
for i = builds, #ARGV, 4 do
  local request, branch, sha, because = unpack(ARGV, i, i + 3)
  redis.call('HSET', heads, cjson.decode(request).ref, sha)
  add_build(request, branch, because, now)
end
return { 'accepted' }
