-- Puts a block in the place of the lines that it was made of: build, number of the first, number of
-- the last, the block, what it holds as JSON. Answers up to which line there are blocks then.
local record = key.build .. ARGV[1]
local tail, blocks, surveys = key.log .. ARGV[1], key.log_blocks .. ARGV[1], key.log_surveys .. ARGV[1]
local total, sealed = unpack(redis.call('HMGET', record, 'log', 'sealed'))
sealed = tonumber(sealed or 0)
local lives = redis.call('PTTL', tail)
if not total or tonumber(total) < tonumber(ARGV[3]) or sealed + 1 ~= tonumber(ARGV[2]) or lives == -2 then
  return sealed
end
redis.call('XADD', blocks, ARGV[3] .. '-0', 'block', ARGV[4])
redis.call('RPUSH', surveys, ARGV[5])
redis.call('HSET', record, 'sealed', ARGV[3])
redis.call('XTRIM', tail, 'MINID', string.format('%.0f-0', ARGV[3] + 1))
if lives > 0 then
  redis.call('PEXPIRE', blocks, lives)
  redis.call('PEXPIRE', surveys, lives)
end
return tonumber(ARGV[3])
