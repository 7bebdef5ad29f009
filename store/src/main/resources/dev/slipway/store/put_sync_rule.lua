-- Adds or replaces a rule. ARGV: id, JSON.
redis.call('SET', key.sync_rule .. ARGV[1], ARGV[2])
redis.call('ZADD', key.sync_rules, 0, ARGV[1])
return 1
