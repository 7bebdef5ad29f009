-- Adds or replaces an account: id, millisecond when it was connected, JSON. What its forge could not
-- be told before is looked at again.
redis.call('SET', key.account .. ARGV[1], ARGV[3])
redis.call('ZADD', key.accounts, ARGV[2], ARGV[1])
local given_up = key.reports_given_up .. ARGV[1]
for _, subject in ipairs(redis.call('ZRANGE', given_up, 0, -1)) do
  redis.call('ZADD', key.reports, 0, subject)
end
redis.call('DEL', given_up)
redis.call('PUBLISH', key.reports, ARGV[1])
return 1
