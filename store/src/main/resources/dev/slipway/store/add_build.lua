-- Creates and queues one build, unless it is there: as add_build takes it.
if redis.call('EXISTS', key.build .. ARGV[1]) == 0 then
  add_build(unpack(ARGV))
end
return redis.call('HGETALL', key.build .. ARGV[1])
