-- Removes a secret: owner, field. Answers 1, or 0 when there was none.
return redis.call('HDEL', key.secrets .. ARGV[1], ARGV[2])
