-- Takes a report: a word that names this call, lease in milliseconds, how many of one account may
-- be held at a time, how many fresh subjects to look at. Answers subject, repository, account and
-- failures; the word 'more' when there was nothing among those looked at; or nothing.
local call, lease, at_once, look_at =
  ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local now = millis()

local function answer(subject)
  return { subject, unpack(
    redis.call('HMGET', key.report .. subject, 'repository', 'account', 'failures')) }
end

local accounts = {}
local function account_of(repository)
  if accounts[repository] == nil then
    local json = redis.call('GET', key.repository .. repository)
    local connection = json and cjson.decode(json).connection
    accounts[repository] = connection and connection.account or false
  end
  return accounts[repository]
end

-- What is in the outbox already stays with its account.
local function enter(subject, repository, lane)
  local record = key.report .. subject
  local account = redis.call('HGET', record, 'account') or account_of(repository)
  redis.call('HSET', record, 'repository', repository, 'account', account, 'lane', lane)
  redis.call('HSETNX', record, 'failures', 0)
  make_due(subject, account, now)
end

-- Twelve digits, so that a commit meets itself under the short name that some forges give it.
local function lane_of(repository, sha)
  return repository .. '/' .. string.sub(sha, 1, 12)
end

local look = {}

function look.build(subject, id)
  local repository, request = unpack(redis.call('HMGET', key.build .. id, 'repository', 'request'))
  if repository and account_of(repository) then
    local build = cjson.decode(request)
    enter(subject, repository, lane_of(repository, build.commit.sha))
    if build.pull_request then
      enter('pull_request:' .. id, repository, repository .. '#' .. build.pull_request.number)
    end
  end
end

function look.pull_request(_, id)
  look.build('build:' .. id, id)
end

function look.deployment(subject, id)
  local service, number = unpack(redis.call('HMGET', key.deployment .. id, 'service', 'release'))
  local content = service and redis.call('HGET', key.releases .. service, number)
  local release = content and cjson.decode(content)
  if release and account_of(release.repository_id) then
    enter(subject, release.repository_id, lane_of(release.repository_id, release.commit))
  end
end

-- Sorts what moved by account, and forgets what no forge has to be told. Answers whether that was
-- all.
local function look_at_fresh()
  local fresh = redis.call('ZRANGE', key.reports, 0, look_at - 1)
  for _, subject in ipairs(fresh) do
    local kind, id = string.match(subject, '^([a-z_]+):(.*)$')
    look[kind](subject, id)
  end
  if #fresh > 0 then
    redis.call('ZREMRANGEBYRANK', key.reports, 0, #fresh - 1)
  end
  return #fresh < look_at
end

local function recover_lost(account)
  for _, subject in ipairs(
    redis.call('ZRANGEBYSCORE', key.reports_held .. account, '-inf', now))
  do
    let_go(subject, account, redis.call('HGET', key.report .. subject, 'lane'))
    make_due(subject, account, now)
  end
end

local function take(account)
  local held, due = key.reports_held .. account, key.reports_due .. account
  if redis.call('EXISTS', key.report_pause .. account) == 1
    or redis.call('ZCARD', held) >= at_once
  then
    return nil
  end
  for _, subject in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 100)) do
    local record = key.report .. subject
    if redis.call('HSETNX', key.report_lanes, redis.call('HGET', record, 'lane'), subject) == 1 then
      redis.call('ZREM', due, subject)
      redis.call('ZADD', held, now + lease, subject)
      redis.call('HSET', record, 'claim', call)
      redis.call('SET', key.report_call .. call, subject, 'PX', lease)
      redis.call('ZADD', key.report_accounts, now, account)
      return answer(subject)
    end
  end
  if redis.call('EXISTS', held, due) == 0 then
    redis.call('ZREM', key.report_accounts, account)
  end
end

-- This very call, whose answer got lost.
local mine = redis.call('GET', key.report_call .. call)
if mine and redis.call('HGET', key.report .. mine, 'claim') == call then
  return answer(mine)
end

local all = look_at_fresh()
for _, account in ipairs(redis.call('ZRANGE', key.report_accounts, 0, -1)) do
  recover_lost(account)
  local taken = take(account)
  if taken then
    return taken
  end
end
return all and {} or { 'more' }
