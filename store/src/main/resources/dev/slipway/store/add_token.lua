-- Makes a token valid: its digest, id, owner, the rest as JSON, the millisecond of its end or nothing.
local digest, id, owner, text, ends = unpack(ARGV)
local token = key.api_token .. digest
local before = redis.call('HGET', token, 'id')
if before then
  redis.call('HDEL', key.api_tokens, before)
  redis.call('DEL', token)
end
redis.call('HSET', token, 'id', id, 'owner', owner, 'text', text)
if ends ~= '' then
  redis.call('PEXPIREAT', token, ends)
end
redis.call('HSET', key.api_tokens, id, digest)
return 1
