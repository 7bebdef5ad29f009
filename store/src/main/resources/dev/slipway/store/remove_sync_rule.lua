-- Forgets a rule and what its mirror has, not its runs. ARGV: id. Answers whether there was one.
redis.call('ZREM', key.sync_rules, ARGV[1])
redis.call('DEL', key.mirrored .. ARGV[1], key.mirrored_at .. ARGV[1])
return redis.call('DEL', key.sync_rule .. ARGV[1])
