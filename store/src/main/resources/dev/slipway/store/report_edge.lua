-- Keeps an edge's report. ARGV: name, report as JSON, for how many milliseconds it is alive.
redis.call('SET', key.edge .. ARGV[1], ARGV[2], 'PX', ARGV[3])
redis.call('SADD', key.edges, ARGV[1])
redis.call('PUBLISH', key.edges, ARGV[1])
return 1
