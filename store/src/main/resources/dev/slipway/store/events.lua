-- Fragment: publish(type, subject, status, at) tells the feed that a record changed.
local function publish(type, subject, status, at)
  redis.call('XADD', key.events, 'MAXLEN', '~', '10000', '*',
    'type', type, 'subject', subject, 'status', status, 'at', at)
  redis.call('PUBLISH', key.events, subject)
end
