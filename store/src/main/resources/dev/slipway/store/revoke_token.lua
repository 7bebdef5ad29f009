-- Ends a token: its digest.
redis.call('ZREM', key.tokens, ARGV[1])
return redis.call('DEL', key.token .. ARGV[1])
