-- Remembers an image of a mirror. ARGV: rule id, repository and tag, JSON, millisecond, how many to keep.
local rule, name, text, at, most = unpack(ARGV)
redis.call('HSET', key.mirrored .. rule, name, text)
redis.call('ZADD', key.mirrored_at .. rule, at, name)
local many = redis.call('ZCARD', key.mirrored_at .. rule) - tonumber(most)
if many > 0 then
  for _, old in ipairs(redis.call('ZRANGE', key.mirrored_at .. rule, 0, many - 1)) do
    redis.call('HDEL', key.mirrored .. rule, old)
    redis.call('ZREM', key.mirrored_at .. rule, old)
  end
end
return 1
