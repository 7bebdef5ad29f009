-- Removes an account: id. Answers 1, or 0 when there was none.
redis.call('ZREM', key.accounts, ARGV[1])
return redis.call('DEL', key.account .. ARGV[1])
