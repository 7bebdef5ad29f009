# shellcheck shell=bash
# What script/bench measures of rollouts: the visitors of a service while its releases change, and how soon an
# old release is back. Sourced, never run; all state is in $folder.

: "${home:?}" "${folder=}" "${host:?}" "${page:?}" "${edge_port=}"

rollout_seconds=6
rollout_rounds="${ROLLOUT_ROUNDS:-5}"

measure_rollout() {
  local connections version site
  take_busy_site slipway
  keep_standby 10m
  for version in one two three; do timed_push slipway "$version $RANDOM"; done
  site="$(service)"
  for connections in 32 256; do
    load_site 32 >/dev/null # Until it has compiled what it runs.
    rm -f "$folder"/load.* "$folder"/rolled.*
    : >"$folder/outlasted"
    under_load "$connections"
    print_under_load "$connections"
  done
  measure_rollback
}

# The pipeline file with a standby of $1, and a watch that ends within a run of wrk.
keep_standby() {
  printf 'deploy:\n  service: site\n  healthcheck: %s\n  update_config: { monitor: 1s, standby: %s }\n' \
    "$page" "$1" >"$folder/slipway/.slipway.yml"
}

# --- Under load -----------------------------------------------------------------------------------

# Rollouts are to the first and the second release in turn: their containers are gone, so that new ones
# start. Rollbacks are to the release before, whose containers are frozen.
under_load() {
  local run
  for ((run = 1; run <= rollout_rounds; run++)); do
    loaded_run before "$1" ""
    loaded_run rollout "$1" "{\"release\": $((run % 2 + 1))}"
    loaded_run rollback "$1" "{}"
  done
}

# wrk against the site with $1 connections; its report goes to stdout.
load_site() {
  wrk --threads 1 --connections "$1" --duration "${rollout_seconds}s" --latency --timeout 5s \
    -H "Host: $host" "http://127.0.0.1:$edge_port$page"
}

# One run of wrk, with the order $3 in it unless that is empty.
loaded_run() {
  local name="$1" order="$3" loader began ended
  load_site "$2" >"$folder/wrk" &
  loader=$!
  pause 0.7
  if [ -n "$order" ]; then
    clock began
    order_rollback "$order" "$folder/ordered"
    await_end "$(field deployment_id <"$folder/ordered")"
    clock ended
    kill -0 "$loader" 2>/dev/null || echo "$name" >>"$folder/outlasted"
    echo $((ended - began)) >>"$folder/rolled.$name"
  fi
  wait "$loader"
  read_report "$folder/wrk" >>"$folder/load.$name"
}

order_rollback() {
  api POST "/services/$site/rollback" -H 'Content-Type: application/json' --data "$1" >"$2"
}

print_under_load() {
  local name
  echo "Under load, wrk with $1 connections, $rollout_rounds runs of $rollout_seconds s each, load $(load_average)"
  for name in before rollout rollback; do
    figure "$name: failed requests in all (0 is the aim)" "$(awk '{ n += $1 } END { print n }' "$folder/load.$name")"
    figure "$name: 99th percentile, ms" "$(cut -d' ' -f2 "$folder/load.$name" | summary 1 1)"
    figure "$name: requests per second" "$(cut -d' ' -f3 "$folder/load.$name" | summary 1 0)"
  done
  figure "rollouts and rollbacks that outlasted their run" "$(wc -l <"$folder/outlasted")"
  for name in rollout rollback; do
    figure "$name: from the order to its end, ms" "$(summary 1000 0 <"$folder/rolled.$name")"
    paste "$folder/load.$name" "$folder/load.before" | awk '{ print $2 / $5 }' >"$folder/ratios"
    figure "$name / before, 99th percentile (1.5 is the most)" "$(summary 1 2 <"$folder/ratios")"
  done
}

# --- How soon an old release is back --------------------------------------------------------------

measure_rollback() {
  local round id texts
  rm -f "$folder"/back.*
  two_releases 10m
  for ((round = 0; round < rollout_rounds; round++)); do
    timed_rollback "${texts[round % 2]}" frozen
  done
  two_releases 1s
  for ((round = 0; round < rollout_rounds; round++)); do
    id="$(await_stopped)"
    timed_start "$id"
    timed_rollback "${texts[round % 2]}" stopped
  done
  print_rollback
}

# Pushes two releases that keep the one before for $1 each; texts tells them apart, the older one first.
two_releases() {
  keep_standby "$1"
  texts=("early $RANDOM" "late $RANDOM")
  timed_push slipway "${texts[0]}"
  timed_push slipway "${texts[1]}"
}

# From the command to go back until visitors see the version $1, added to a file.
timed_rollback() {
  local began sender answered
  clock began
  order_rollback "{}" "$folder/ordered" &
  sender=$!
  visit_until "$edge_port" "$host" "$page" "version $1 of slipway" "$folder/answered"
  answered="$(cat "$folder/answered")"
  echo $((answered - began)) >>"$folder/back.$2"
  wait "$sender"
  await_end "$(field deployment_id <"$folder/ordered")"
}

# Waits until the standby is over; prints the stopped container.
await_stopped() {
  local filters found="" installation
  installation="$(cat "$folder/data/installation")"
  filters="%7B%22label%22%3A%5B%22dev.slipway.instance=$installation%22%2C%22dev.slipway.service=$site%22%5D"
  filters+="%2C%22status%22%3A%5B%22exited%22%5D%7D"
  while [ -z "$found" ]; do
    found="$(engine GET "/containers/json?all=1&filters=$filters" | grep -o '"Id":"[0-9a-f]*"' | cut -d'"' -f4)" ||
      pause 0.1
  done
  echo "$found"
}

# The same container by hand: its start and its first good answer; to look up its port is not counted.
# Meanwhile the site is visited as often as while Slipway goes back, which takes its share of the machine.
timed_start() {
  local began started told answered port visitor
  visit_on &
  visitor=$!
  clock began
  engine POST "/containers/$1/start" >/dev/null
  clock started
  kill "$visitor"
  wait "$visitor" 2>/dev/null || true
  port="$(engine GET "/containers/$1/json" | grep -o '"HostPort":"[0-9]\{1,\}"' | head -n 1 | tr -dc 0-9)"
  clock told
  visit_until "$port" 127.0.0.1 "$page" '200 OK' "$folder/answered"
  answered="$(cat "$folder/answered")"
  echo $((answered - began - told + started)) >>"$folder/back.by-hand"
  engine POST "/containers/$1/stop" >/dev/null
}

visit_on() {
  while true; do
    visit "$edge_port" "$host" "$page" 'no such version' || true
    pause 0.004
  done
}

print_rollback() {
  echo "Back to the release before, in ms: median (least to most) of $rollout_rounds, load $(load_average)"
  figure "frozen: command to first old answer (100 is the most)" "$(summary 1000 0 <"$folder/back.frozen")"
  figure "stopped: command to first old answer" "$(summary 1000 0 <"$folder/back.stopped")"
  figure "by hand: docker start to first good answer" "$(summary 1000 0 <"$folder/back.by-hand")"
  paste "$folder/back.stopped" "$folder/back.by-hand" | awk '{ print $1 / $2 }' >"$folder/ratios"
  figure "stopped / by hand, pair by pair (1.2 is the most)" "$(summary 1 2 <"$folder/ratios")"
}
