-- Forgets a rule, not its runs. ARGV: id. Answers whether there was one.
redis.call('ZREM', key.sync_rules, ARGV[1])
return redis.call('DEL', key.sync_rule .. ARGV[1])
