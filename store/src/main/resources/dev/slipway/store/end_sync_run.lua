-- Ends a run. ARGV: run id, attempt, the status it was seen with, status, finished at, progress,
-- problems, canceled by. Answers with the id and the record, or with nothing when the lease is lost or
-- it is no longer as it was seen.
local id, attempt, seen, status, at, progress, problems, by = unpack(ARGV)
local run = key.sync_run .. id
local now, current, finished =
  unpack(redis.call('HMGET', run, 'status', 'attempt', 'finished_at'))
if now == status and current == attempt and finished == at then
  -- This very move, whose answer got lost.
  return record(id)
end
if current ~= attempt or now ~= seen then
  return {}
end
redis.call('HSET', run, 'status', status, 'finished_at', at, 'progress', progress,
  'problems', problems, 'canceled_by', by)
close_run(id)
run_changed(id, status, at)
return record(id)
