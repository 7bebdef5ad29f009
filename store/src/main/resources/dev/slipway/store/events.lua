-- Fragment: whom the change of a record concerns. A script tells each channel once, when it is done.
local signals = {}

local function signal(channel)
  signals[channel] = true
end

-- publish(type, subject, status, at) tells the feed.
local function publish(type, subject, status, at)
  redis.call('XADD', key.events, 'MAXLEN', '~', '10000', '*',
    'type', type, 'subject', subject, 'status', status, 'at', at)
  signal(key.events)
end

-- Notes that a forge may have to be told about it; whoever reports finds out whether it has.
local function to_report(kind, id)
  redis.call('ZADD', key.reports, 0, kind .. ':' .. id)
end

local function send_signals()
  for channel in pairs(signals) do
    redis.call('PUBLISH', channel, '')
  end
end
