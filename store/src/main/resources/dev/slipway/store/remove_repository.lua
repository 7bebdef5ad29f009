-- Removes a repository: id, forge/owner/name, now. Answers 1, or 0 when it was gone.
if redis.call('HGET', key.repositories, ARGV[2]) == ARGV[1] then
  redis.call('HDEL', key.repositories, ARGV[2])
end
need(ARGV[1], '')
publish('repository', ARGV[1], 'removed', ARGV[3])
redis.call('DEL', key.heads .. ARGV[1], key.baseline .. ARGV[1], key.built .. ARGV[1],
  key.build_durations .. ARGV[1], key.report_problem .. ARGV[1],
  key.secrets .. ARGV[1], key.secret_versions .. ARGV[1],
  key.secret_values .. ARGV[1])
redis.call('HDEL', key.build_shares, ARGV[1])
return redis.call('DEL', key.repository .. ARGV[1])
