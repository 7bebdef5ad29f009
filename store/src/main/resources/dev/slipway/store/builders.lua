-- Fragment: which builders are alive, and what they have.
local told_every, dead_after, forgotten_after = 10000, 45000, 24 * 3600 * 1000

local function millis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function builder(worker)
  local known = redis.call('HGET', key.builders, worker)
  local heard, labels = (known or ''):match('^(%d+) (.*)$')
  return tonumber(heard), labels
end

-- Notes a sign of life, unless there was one just before: what it has, or nil when that is known.
local function hear(worker, labels)
  local heard, had = builder(worker)
  local now = millis()
  if heard and now - heard < told_every and (not labels or labels == had) then
    return
  end
  if labels or had then
    redis.call('HSET', key.builders, worker, string.format('%.0f %s', now, labels or had))
  end
end

-- What each of those has that are alive; forgets those that have been dead for long.
local function living_builders()
  local all, now = {}, millis()
  for _, worker in ipairs(redis.call('HKEYS', key.builders)) do
    local heard, labels = builder(worker)
    if now - heard < dead_after then
      all[#all + 1] = labels
    elseif now - heard > forgotten_after then
      redis.call('HDEL', key.builders, worker)
    end
  end
  return all
end
