-- Notes where the refs of a new repository are: its id, then pairs of ref and head. Answers 1, or 0
-- when that was done before.
if not redis.call('SET', key.baseline .. ARGV[1], 1, 'NX') then
  return 0
end
for i = 2, #ARGV, 2 do
  redis.call('HSETNX', key.heads .. ARGV[1], ARGV[i], ARGV[i + 1])
end
return 1
