-- Creates and queues one build: request, branch or '', reason for those it supersedes, now.
add_build(ARGV[1], ARGV[2], ARGV[3], ARGV[4])
return redis.call('HGETALL', key.build .. cjson.decode(ARGV[1]).id)
