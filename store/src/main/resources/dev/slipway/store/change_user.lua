-- Changes a user: name, field (role or disabled), value. Answers 1, 0 where there is none, or -1 where
-- nobody could administer any more.
local name, field, value = unpack(ARGV)
local user = key.user .. name
if redis.call('EXISTS', user) == 0 then
  return 0
end
local keeps = field == 'role' and value == 'administrator' or field == 'disabled' and value == '0'
if administers(name) and not keeps and not administered_without(name) then
  return -1
end
redis.call('HSET', user, field, value)
if field == 'disabled' and value == '1' then
  end_sessions(name, '')
end
return 1
