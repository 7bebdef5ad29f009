-- Reads the whole queue, in rows of words with tabs between; the first word says what it is of:
-- builder, labels; running, id, repository, number, start, number of the build that holds it up or '';
-- line, repository, labels, turn, and each id in it and its place; delayed, id, millisecond;
-- took, repository, and when each of its builds that ended last had begun and ended.
local rows, repositories = {}, {}
local function row(...)
  rows[#rows + 1] = table.concat({ ... }, '\t')
end

for _, labels in ipairs(living_builders()) do
  row('builder', labels)
end

for _, id in ipairs(redis.call('ZRANGE', key.builds_with .. 'running', 0, -1)) do
  local state, repository, number, held_by = unpack(redis.call('HMGET', key.build .. id,
    'state', 'repository', 'number', 'held-by'))
  repositories[repository] = true
  row('running', id, repository, number, cjson.decode(state).started_at, held_by or '')
end

local clock = tonumber(redis.call('GET', key.build_clock) or 0)
for _, labels in ipairs(needed_labels()) do
  local flat = redis.call('ZRANGE', lines_with(labels), 0, -1, 'WITHSCORES')
  for i = 1, #flat, 2 do
    local line = redis.call('ZRANGE', key.build_line .. flat[i], 0, -1, 'WITHSCORES')
    if #line > 0 then
      repositories[flat[i]] = true
      local turn = string.format('%.0f', math.max(clock, tonumber(flat[i + 1])))
      row('line', flat[i], labels, turn, table.concat(line, '\t'))
    end
  end
end

local delayed = redis.call('ZRANGE', key.build_delayed, 0, -1, 'WITHSCORES')
for i = 1, #delayed, 2 do
  row('delayed', delayed[i], delayed[i + 1])
end

for repository in pairs(repositories) do
  local spans = redis.call('LRANGE', key.build_durations .. repository, 0, -1)
  if #spans > 0 then
    row('took', repository, table.concat(spans, '\t'))
  end
end
return rows
