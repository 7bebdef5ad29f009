-- Adds a run of a rule, unless one has not ended. ARGV: run id, rule id, by, at, progress, the
-- rule as JSON where none is kept. Answers with
-- the id and the record of the run that is open then.
local id, rule, by, at, progress, given = unpack(ARGV)
local open = redis.call('HGET', key.sync_open_of, rule)
if open then
  return record(open)
end
if redis.call('EXISTS', key.sync_run .. id) == 1 then
  -- This very call, whose answer got lost; the run has ended meanwhile.
  return record(id)
end
redis.call('HSET', key.sync_run .. id, 'rule', rule, 'by', by, 'queued_at', at, 'status', 'QUEUED',
  'attempt', 0, 'progress', progress)
if given ~= '' then
  redis.call('HSET', key.sync_run .. id, 'given', given)
end
redis.call('ZADD', key.sync_runs, 0, id)
redis.call('ZADD', key.sync_runs_of .. rule, 0, id)
redis.call('ZADD', key.sync_open, 0, id)
redis.call('HSET', key.sync_open_of, rule, id)
run_changed(id, 'QUEUED', at)
signal(key.sync_open)
return record(id)
