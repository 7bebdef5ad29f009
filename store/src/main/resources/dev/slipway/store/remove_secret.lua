-- Removes a secret, with every version that is kept: owner, field, how many are. Answers 1, or 0 when
-- there was none.
local owner, field, kept = unpack(ARGV)
local newest = tonumber(redis.call('HGET', key.secret_versions .. owner, field) or 0)
for version = math.max(1, newest - kept + 1), newest do
  redis.call('HDEL', key.secret_values .. owner, field .. ':' .. version)
end
return redis.call('HDEL', key.secrets .. owner, field)
