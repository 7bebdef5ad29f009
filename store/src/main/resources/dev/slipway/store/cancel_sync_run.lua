-- Ends a run that waits, and tells one that runs to stop. ARGV: run id, by, at. Answers with the id and
-- the record, or with nothing where there is none or it has ended.
local id, by, at = unpack(ARGV)
local run = key.sync_run .. id
local status, finished, who = unpack(redis.call('HMGET', run, 'status', 'finished_at', 'canceled_by'))
if status == 'QUEUED' then
  redis.call('HSET', run, 'status', 'CANCELED', 'finished_at', at, 'canceled_by', by)
  close_run(id)
  run_changed(id, 'CANCELED', at)
elseif status == 'RUNNING' then
  redis.call('HSET', run, 'status', 'CANCELING', 'canceled_by', by)
  run_changed(id, 'CANCELING', at)
elseif status ~= 'CANCELING' and not (status == 'CANCELED' and finished == at and who == by) then
  return {}
end
return record(id)
