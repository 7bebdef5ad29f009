-- How many tokens are valid now.
local time = redis.call('TIME')
return redis.call('ZCOUNT', key.tokens, time[1] * 1000 + math.floor(time[2] / 1000), '+inf')
