-- Ends the leases of a worker. ARGV: worker.
local worker = ARGV[1]
for _, id in ipairs(redis.call('ZRANGE', key.sync_open, 0, -1)) do
  local run = key.sync_run .. id
  if redis.call('HGET', run, 'worker') == worker then
    redis.call('HSET', run, 'lease', 0)
    signal(key.sync_open)
  end
end
return 0
