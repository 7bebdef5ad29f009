-- Adds a user: name, role, when in ISO 8601, a mark of this call. Answers 1, or 0 where the name is taken.
local name, role, created, call = unpack(ARGV)
if redis.call('SADD', key.users, name) == 0 then
  -- The same call again, after a reconnect, has the name by its first run.
  return redis.call('HGET', key.user .. name, 'call') == call and 1 or 0
end
redis.call('HSET', key.user .. name, 'role', role, 'created', created, 'disabled', '0', 'call', call)
return 1
