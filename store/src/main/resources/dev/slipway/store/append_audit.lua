-- Puts an entry at the end of the audit log: the hash that it follows on, its number, its hash, its
-- millisecond, its text, the millisecond before which entries are too old. Answers with nothing when it is
-- in, or with number and hash of the entry that stands at the end instead.
local previous, number, hash, at, text, cutoff = unpack(ARGV)
local there = redis.call('XRANGE', key.audit, number .. '-0', number .. '-0')[1]
if there and there[2][4] == hash then
  return {} -- the same call again, after a reconnect
end
local head = redis.call('HMGET', key.audit_chain, 'number', 'head')
if (head[2] or string.rep('0', 64)) ~= previous then
  return {head[1] or '0', head[2] or string.rep('0', 64)}
end
redis.call('XADD', key.audit, number .. '-0', 'at', at, 'hash', hash, 'text', text)
redis.call('HSET', key.audit_chain, 'number', number, 'head', hash)
-- A few each time: more go than come, and no call takes long.
for _, old in ipairs(redis.call('XRANGE', key.audit, '-', '+', 'COUNT', 10)) do
  if tonumber(old[2][2]) >= tonumber(cutoff) then
    break
  end
  redis.call('XDEL', key.audit, old[1])
  redis.call('HSET', key.audit_chain, 'cut_number', string.match(old[1], '^%d+'), 'cut', old[2][4])
end
return {}
