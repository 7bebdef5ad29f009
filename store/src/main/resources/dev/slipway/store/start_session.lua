-- Starts a session: digest, id, user, the rest as JSON, this minute, the millisecond when it ends, how many
-- milliseconds it may be idle.
local digest, id, user, text, minute, ends, idle = unpack(ARGV)
local session = key.session .. digest
redis.call('HSET', session, 'text', text, 'seen', minute, 'ends', ends)
put_end_off(session, ends, idle)
redis.call('HSET', key.sessions_of .. user, id, digest)
redis.call('PEXPIREAT', key.sessions_of .. user, ends)
return 1
