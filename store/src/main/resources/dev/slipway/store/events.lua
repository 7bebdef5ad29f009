-- Fragment: whom the change of a record concerns. publish(type, subject, status, at) tells the feed.
local function publish(type, subject, status, at)
  redis.call('XADD', key.events, 'MAXLEN', '~', '10000', '*',
    'type', type, 'subject', subject, 'status', status, 'at', at)
  redis.call('PUBLISH', key.events, subject)
end

-- Notes that a forge may have to be told about it; whoever reports finds out whether it has.
local function to_report(kind, id)
  redis.call('ZADD', key.reports, 0, kind .. ':' .. id)
end
