-- Ends a claim: subject, claim, milliseconds until it is due again or '' for not at all, what went
-- wrong or '', seconds to remember that. Answers 1, or 0 when the lease was lost.
local most_given_up = 1000
local subject, claim, delay, problem, remembered = unpack(ARGV)
local record = key.report .. subject
local current, repository, account, lane =
  unpack(redis.call('HMGET', record, 'claim', 'repository', 'account', 'lane'))
if current ~= claim then
  return 0
end
let_go(subject, account, lane)
local given_up = key.reports_given_up .. account
redis.call('ZREM', given_up, subject)
if problem ~= '' then
  redis.call('SET', key.report_problem .. repository, problem, 'EX', remembered)
end
if delay ~= '' then
  redis.call('HINCRBY', record, 'failures', 1)
  make_due(subject, account, millis() + delay)
else
  if problem ~= '' then
    redis.call('ZADD', given_up, millis(), subject)
    redis.call('ZREMRANGEBYRANK', given_up, 0, -most_given_up - 1)
    redis.call('EXPIRE', given_up, remembered)
  end
  if redis.call('ZSCORE', key.reports_due .. account, subject) then
    redis.call('HSET', record, 'failures', 0)
  else
    redis.call('DEL', record)
  end
end
redis.call('PUBLISH', key.reports, account)
return 1
