-- Adds a repository: id, forge/owner/name, JSON, now, labels. Answers 1, or 0 where the name is taken.
local taken = redis.call('HGET', key.repositories, ARGV[2])
if taken then
  return taken == ARGV[1] and redis.call('GET', key.repository .. taken) == ARGV[3] and 1 or 0
end
redis.call('HSET', key.repositories, ARGV[2], ARGV[1])
redis.call('SET', key.repository .. ARGV[1], ARGV[3])
need(ARGV[1], ARGV[5])
publish('repository', ARGV[1], 'added', ARGV[4])
return 1
