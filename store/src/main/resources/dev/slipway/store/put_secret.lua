-- Sets a secret: owner, field, content as JSON, whose sealed value is another one each time, and how
-- many versions are kept. Answers with its version, or 0 where the repository that owns it is gone.
local owner, field, content, kept = unpack(ARGV)
if owner ~= 'team' and redis.call('EXISTS', key.repository .. owner) == 0 then
  return 0
end
local known = redis.call('HGET', key.secrets .. owner, field)
if known then
  local version, there = string.match(known, '^(%d+) (.*)$')
  if there == content then
    return tonumber(version)
  end
end
local version = redis.call('HINCRBY', key.secret_versions .. owner, field, 1)
redis.call('HSET', key.secrets .. owner, field, version .. ' ' .. content)
-- Releases ask for the version that they ran with; a colon is in no field.
redis.call('HSET', key.secret_values .. owner, field .. ':' .. version, content)
redis.call('HDEL', key.secret_values .. owner, field .. ':' .. version - kept)
return version
