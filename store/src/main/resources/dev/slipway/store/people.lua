-- Whether somebody else than this user can administer.
local function administered_without(name)
  for _, other in ipairs(redis.call('SMEMBERS', key.users)) do
    if other ~= name then
      local user = redis.call('HMGET', key.user .. other, 'role', 'disabled')
      if user[1] == 'administrator' and user[2] == '0' then
        return true
      end
    end
  end
  return false
end

-- Whether this user can administer.
local function administers(name)
  local user = redis.call('HMGET', key.user .. name, 'role', 'disabled')
  return user[1] == 'administrator' and user[2] == '0'
end

-- Ends the sessions of a user but the one with this id; an empty id ends them all.
local function end_sessions(name, but)
  local sessions = redis.call('HGETALL', key.sessions_of .. name)
  for i = 1, #sessions, 2 do
    if sessions[i] ~= but then
      redis.call('DEL', key.session .. sessions[i + 1])
      redis.call('HDEL', key.sessions_of .. name, sessions[i])
    end
  end
end
