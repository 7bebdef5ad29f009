-- Fragment: what the scripts around reports have in common. Times are milliseconds of Redis' clock.

local function millis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Makes it due then, unless it is due before.
local function make_due(subject, account, at)
  redis.call('ZADD', key.reports_due .. account, 'LT', at, subject)
  redis.call('ZADD', key.report_accounts, 'NX', 0, account)
end

-- Ends a claim.
local function let_go(subject, account, lane)
  redis.call('ZREM', key.reports_held .. account, subject)
  redis.call('HDEL', key.report_lanes, lane)
  redis.call('HDEL', key.report .. subject, 'claim')
end
