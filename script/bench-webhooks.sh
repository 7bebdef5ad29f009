# shellcheck shell=bash
# What script/bench measures of webhooks: how many verified pushes a second are taken, beside what verifies and
# keeps nothing, and beside what keeps and verifies nothing. Sourced, never run; all state is in $folder.

: "${home:?}" "${folder=}" "${port=}"

push_bytes=16384
push_senders=64
push_count="${PUSHES:-12000}"
push_repository=bench/pushes
push_secret=slipway-bench-webhook-secret
debians_webhook=""
bench_redis=""

# Sends $3 pushes to the URL $2; "requests-per-second median-ms p99-ms failed" is added to the file $1.
send_pushes() {
  "$(find_jdk25)/bin/java" -Xmx1g -XX:+UseSerialGC "$home/script/WebhookLoad.java" \
    "$2" "$push_secret" "$push_repository" "$push_bytes" "$push_senders" "$3" >>"$1"
}

# A Slipway that takes webhooks and does nothing else, so that nothing builds meanwhile.
start_receiver() {
  local answer
  stop_server
  SLIPWAY_ROLES=webhook,dashboard launch_server
  visit_until "$port" 127.0.0.1 /readyz '200 OK' "$folder/answered"
  answer="$(api POST /repositories -H 'Content-Type: application/json' --data "{\"forge\": \"github\",
    \"name\": \"$push_repository\", \"clone_url\": \"$(clone_url slipway)\", \"webhook_secret\": \"$push_secret\"}")"
  receiver_path="/webhooks/github/$(field id <<<"$answer")"
}

# Debian's webhook, with the rule that its documentation gives for GitHub.
start_debians_webhook() {
  have webhook || die "Debian's webhook, which Slipway is compared with, is missing: apt-get install webhook"
  webhook_port="$(free_port)"
  cat >"$folder/hooks.json" <<HOOKS
[{ "id": "push", "execute-command": "/bin/true",
   "trigger-rule": { "match": { "type": "payload-hmac-sha256", "secret": "$push_secret",
     "parameter": { "source": "header", "name": "X-Hub-Signature-256" } } },
   "trigger-rule-mismatch-http-response-code": 401 }]
HOOKS
  webhook -hooks "$folder/hooks.json" -ip 127.0.0.1 -port "$webhook_port" >"$folder/webhook.log" 2>&1 &
  debians_webhook=$!
  await_port "$webhook_port"
}

# A Redis that is as durable as Slipway's, for redis-benchmark.
start_bench_redis() {
  redis_port="$(free_port)"
  mkdir -p "$folder/bench-redis"
  redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$folder/bench-redis" --save '' \
    --appendonly yes --appendfsync always >"$folder/bench-redis.log" &
  bench_redis=$!
  await_port "$redis_port"
  "$(find_jdk25)/bin/java" "$home/script/WebhookLoad.java" "$folder/push.json" "$push_repository" "$push_bytes"
}

await_port() {
  local tries
  for ((tries = 0; tries < 500; tries++)); do
    if (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return 0; fi
    pause 0.02
  done
  die "nothing listens on port $1; see $folder"
}

# The same bytes into a stream of Redis, by as many clients; the rate is added to the file $1.
add_to_stream() {
  redis-benchmark -h 127.0.0.1 -p "$redis_port" -c "$push_senders" -n "$push_count" --csv \
    -x XADD pushes '*' body <"$folder/push.json" | tail -n 1 | cut -d, -f2 | tr -d '"' >>"$1"
  redis-cli -p "$redis_port" DEL pushes >/dev/null
}

stop_rivals() {
  [ -z "$debians_webhook" ] || kill "$debians_webhook" 2>/dev/null || true
  [ -z "$bench_redis" ] || kill "$bench_redis" 2>/dev/null || true
  debians_webhook=""
  bench_redis=""
}

measure_webhooks() {
  local run slipway_url webhook_url
  start_receiver
  start_debians_webhook
  start_bench_redis
  slipway_url="http://127.0.0.1:$port$receiver_path"
  webhook_url="http://127.0.0.1:$webhook_port/hooks/push"
  for run in 1 2 3; do # Until both have compiled what they run.
    send_pushes "$folder/warm-up" "$slipway_url" "$push_count"
  done
  send_pushes "$folder/warm-up" "$webhook_url" 2000
  rm -f "$folder"/pushes.*
  for ((run = 1; run <= 5; run++)); do
    send_pushes "$folder/pushes.slipway" "$slipway_url" "$push_count"
    send_pushes "$folder/pushes.webhook" "$webhook_url" $((push_count / 3))
    add_to_stream "$folder/pushes.xadd"
  done
  stop_rivals
  print_webhooks $((run - 1))
  stop_server
  launch_server
  visit_until "$port" 127.0.0.1 /readyz '200 OK' "$folder/answered"
}

print_webhooks() {
  local who
  echo "Webhooks: $push_senders senders, GitHub pushes of $push_bytes bytes, $1 runs in turn, load $(load_average)"
  for who in slipway webhook; do
    figure "$who: requests per second" "$(cut -d' ' -f1 "$folder/pushes.$who" | summary 1 0)"
    figure "$who: median, ms" "$(cut -d' ' -f2 "$folder/pushes.$who" | summary 1 1)"
    figure "$who: 99th percentile, ms" "$(cut -d' ' -f3 "$folder/pushes.$who" | summary 1 1)"
    figure "$who: not answered with 2xx, in all" "$(awk '{ n += $4 } END { print n }' "$folder/pushes.$who")"
  done
  figure "redis-benchmark XADD: requests per second" "$(summary 1 0 <"$folder/pushes.xadd")"
  paste "$folder/pushes.slipway" "$folder/pushes.webhook" | awk '{ print $1 / $5 }' >"$folder/ratios"
  figure "slipway / webhook, run by run (3 is the aim)" "$(summary 1 2 <"$folder/ratios")"
  paste "$folder/pushes.slipway" "$folder/pushes.xadd" | awk '{ print $1 / $5 }' >"$folder/ratios"
  figure "slipway / XADD, run by run (0.5 is the aim)" "$(summary 1 2 <"$folder/ratios")"
}
