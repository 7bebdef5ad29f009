-- Has a session end when it is idle for too long, or too old.
local function put_end_off(session, ends, idle)
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  redis.call('PEXPIREAT', session, string.format('%.0f', math.min(now + idle, tonumber(ends))))
end
