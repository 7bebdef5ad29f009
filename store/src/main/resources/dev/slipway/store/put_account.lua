-- Adds or replaces an account: id, millisecond when it was connected, JSON.
redis.call('SET', key.account .. ARGV[1], ARGV[3])
return redis.call('ZADD', key.accounts, ARGV[2], ARGV[1])
