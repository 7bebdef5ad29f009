-- Keeps a lease: id, attempt. Reading the record first is what keeps this from stealing.
local kind, current, worker, entry =
  unpack(redis.call('HMGET', key.build .. ARGV[1], 'kind', 'attempt', 'worker', 'entry'))
if not holds(kind, current, ARGV[2]) then
  return 'LOST'
end
hear(worker, nil)
-- Without a group there is no lease to lose; the next claim makes it anew.
redis.pcall('XCLAIM', key.build_queue, builders, worker, 0, entry, 'JUSTID')
return kind == 'canceling' and 'CANCEL' or 'KEPT'
