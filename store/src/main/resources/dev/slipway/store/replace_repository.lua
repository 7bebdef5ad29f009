-- Replaces a repository under the same name: id, forge/owner/name, JSON, now, labels. Answers 1, or 0.
if redis.call('HGET', key.repositories, ARGV[2]) ~= ARGV[1] then
  return 0
end
redis.call('SET', key.repository .. ARGV[1], ARGV[3])
need(ARGV[1], ARGV[5])
publish('repository', ARGV[1], 'changed', ARGV[4])
return 1
