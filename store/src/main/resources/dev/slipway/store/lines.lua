-- Fragment over events: the lines of queued builds, by the labels that their repositories need.
local function lines_with(labels)
  return labels == '' and key.build_lines or key.build_lines_with .. labels
end

local function labels_of(repository)
  return redis.call('HGET', key.build_labels, repository) or ''
end

local function covers(labels, needed)
  local has = {}
  for label in labels:gmatch('[^,]+') do
    has[label] = true
  end
  for label in needed:gmatch('[^,]+') do
    if not has[label] then
      return false
    end
  end
  return true
end

-- Every set of labels that some repository needs, with that of no label.
local function needed_labels()
  local all = redis.call('HKEYS', key.build_label_sets)
  all[#all + 1] = ''
  return all
end

-- Notes what a builder must have for a repository's builds: its line moves, and keeps its turn.
local function need(repository, labels)
  local before = labels_of(repository)
  if before == labels then
    return
  end
  if before ~= '' and redis.call('HINCRBY', key.build_label_sets, before, -1) == 0 then
    redis.call('HDEL', key.build_label_sets, before)
  end
  if labels == '' then
    redis.call('HDEL', key.build_labels, repository)
  else
    redis.call('HSET', key.build_labels, repository, labels)
    redis.call('HINCRBY', key.build_label_sets, labels, 1)
  end
  local turn = redis.call('ZSCORE', lines_with(before), repository)
  if turn then
    redis.call('ZREM', lines_with(before), repository)
    redis.call('ZADD', lines_with(labels), turn, repository)
    signal(key.build_queue)
  end
end
