-- Sets fields of a user who is there: name, field, value, field, value ... Answers 1, or 0.
if redis.call('EXISTS', key.user .. ARGV[1]) == 0 then
  return 0
end
redis.call('HSET', key.user .. ARGV[1], unpack(ARGV, 2))
return 1
