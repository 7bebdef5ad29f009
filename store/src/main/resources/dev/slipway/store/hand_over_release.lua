-- Hands one release over. ARGV: its content as JSON, at. Answers with the deployment's record.
return redis.call('HGETALL', key.deployment .. hand_over(ARGV[1], ARGV[2]))
