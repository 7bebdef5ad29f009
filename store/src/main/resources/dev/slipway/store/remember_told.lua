-- Remembers what a forge was told: subject, claim, place, text, seconds. Answers 1, or 0 when the
-- lease was lost.
local current, repository = unpack(redis.call('HMGET', key.report .. ARGV[1], 'claim', 'repository'))
if current ~= ARGV[2] then
  return 0
end
redis.call('SET', key.report_told .. repository .. ':' .. ARGV[3], ARGV[4], 'EX', ARGV[5])
redis.call('DEL', key.report_problem .. repository)
return 1
