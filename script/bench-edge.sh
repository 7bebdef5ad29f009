# shellcheck shell=bash
# What script/bench measures of the edge: one small backend behind it, in turn with other proxies to the same
# backend. Sourced, never run; all state is in $folder.

: "${home:?}" "${folder=}" "${host:?}" "${page:?}"

edge_seconds=4
edge_rounds="${EDGE_ROUNDS:-5}"
edge_started=()

# A web server with one page of 1 KB, which keeps connections open.
start_backend() {
  local text
  backend_port="$(free_port)"
  mkdir -p "$folder/backend"
  printf -v text 'x%.0s' {1..1024}
  cat >"$folder/backend/nginx.conf" <<CONF
worker_processes 1;
pid $folder/backend/nginx.pid;
error_log $folder/backend/error.log;
daemon off;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  server { listen 127.0.0.1:$backend_port backlog=4096; location / { return 200 "$text"; } }
}
CONF
  nginx -p "$folder/backend" -c "$folder/backend/nginx.conf" 2>"$folder/backend.log" &
  edge_started+=($!)
  await_port "$backend_port"
}

# Slipway as it is shipped, access log and all, as an edge alone that serves by its saved routes.
start_proxy_slipway() {
  local redis_port data="$folder/edge-data"
  redis_port="$(free_port)"
  proxy_port[slipway]="$(free_port)"
  mkdir -p "$data/edge"
  cat >"$data/edge/routes.json" <<JSON
{"format": 2, "routes": [{"service": "bench.production", "held": false, "version": 1,
  "entrances": ["$host"], "request_body": null, "response_timeout": null,
  "shares": [{"release": 1, "weight": 100,
    "instances": [{"id": "backend", "host": "127.0.0.1", "port": $backend_port}]}]}]}
JSON
  redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$data" --save '' >"$folder/edge-redis.log" &
  edge_started+=($!)
  await_port "$redis_port"
  env SLIPWAY_DATA_DIR="$data" SLIPWAY_PORT=0 SLIPWAY_EDGE_PORT="${proxy_port[slipway]}" SLIPWAY_ROLES=edge \
    SLIPWAY_REDIS_URL="redis://127.0.0.1:$redis_port" "$home/slipway" server >>"$folder/edge.log" 2>&1 </dev/null &
  edge_started+=($!)
}

start_proxy_nginx() {
  proxy_port[nginx]="$(free_port)"
  mkdir -p "$folder/edge-nginx"
  cat >"$folder/edge-nginx/nginx.conf" <<CONF
worker_processes auto;
pid $folder/edge-nginx/nginx.pid;
error_log $folder/edge-nginx/error.log;
daemon off;
events { worker_connections 4096; }
http {
  access_log off;
  keepalive_requests 1000000000;
  upstream app { server 127.0.0.1:$backend_port; keepalive 256; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:${proxy_port[nginx]} backlog=4096;
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
    }
  }
}
CONF
  nginx -p "$folder/edge-nginx" -c "$folder/edge-nginx/nginx.conf" 2>"$folder/edge-nginx.log" &
  edge_started+=($!)
}

start_proxy_caddy() {
  proxy_port[caddy]="$(free_port)"
  cat >"$folder/Caddyfile" <<CONF
{
  admin off
  auto_https off
}
http://:${proxy_port[caddy]} {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:$backend_port
}
CONF
  env XDG_DATA_HOME="$folder/caddy" XDG_CONFIG_HOME="$folder/caddy" \
    caddy run --config "$folder/Caddyfile" --adapter caddyfile >"$folder/caddy.log" 2>&1 &
  edge_started+=($!)
}

start_proxy_haproxy() {
  proxy_port[haproxy]="$(free_port)"
  cat >"$folder/haproxy.cfg" <<CONF
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend front
  bind 127.0.0.1:${proxy_port[haproxy]}
  default_backend app
backend app
  http-reuse always
  server one 127.0.0.1:$backend_port
CONF
  haproxy -db -f "$folder/haproxy.cfg" >"$folder/haproxy.log" 2>&1 &
  edge_started+=($!)
}

stop_proxies() {
  local started
  for started in ${edge_started[@]+"${edge_started[@]}"}; do kill "$started" 2>/dev/null || true; done
  for started in ${edge_started[@]+"${edge_started[@]}"}; do wait "$started" 2>/dev/null || true; done
  edge_started=()
}

# wrk against the proxy $1 with $2 connections; "failed p99-in-ms requests-per-second" is added to a file.
load_proxy() {
  wrk --threads 1 --connections "$2" --duration "${edge_seconds}s" --latency --timeout 5s \
    -H "Host: $host" "http://127.0.0.1:${proxy_port[$1]}/" >"$folder/wrk"
  read_report "$folder/wrk" >>"$folder/proxy.$1.$2"
}

measure_edge() {
  local -A proxy_port=()
  local proxies=(slipway nginx) who connections run turn
  have nginx || die "nginx, which the edge is compared with, is missing: apt-get install nginx-light"
  if have caddy; then proxies+=(caddy); else say "Without caddy, which is missing: apt-get install caddy"; fi
  if have haproxy; then proxies+=(haproxy); fi
  start_backend
  for who in "${proxies[@]}"; do
    "start_proxy_$who"
    visit_until "${proxy_port[$who]}" "$host" / '200 OK' "$folder/answered"
  done
  for run in 1 2 3 4; do load_proxy slipway 32; done # Until it has compiled what it runs.
  for who in "${proxies[@]}"; do load_proxy "$who" 256; done
  rm -f "$folder"/proxy.*
  for ((run = 0; run < edge_rounds; run++)); do
    for connections in 32 256; do
      for turn in "${!proxies[@]}"; do
        load_proxy "${proxies[((turn + run) % ${#proxies[@]})]}" "$connections"
      done
    done
  done
  stop_proxies
  print_edge "${proxies[@]}"
}

print_edge() {
  local who connections
  for connections in 32 256; do
    echo "Edge: a page of 1 KB, $connections connections, $edge_rounds runs of $edge_seconds s in turn, load $(load_average)"
    for who in "$@"; do
      figure "$who: requests per second" "$(cut -d' ' -f3 "$folder/proxy.$who.$connections" | summary 1 0)"
      figure "$who: 99th percentile, ms" "$(cut -d' ' -f2 "$folder/proxy.$who.$connections" | summary 1 2)"
    done
    figure "slipway: failed requests in all" "$(awk '{ n += $1 } END { print n }' "$folder/proxy.slipway.$connections")"
    for who in "$@"; do
      [ "$who" = slipway ] || print_edge_ratios "$who" "$connections"
    done
  done
}

print_edge_ratios() {
  local aim=""
  case "$1" in
    caddy) aim=" (2 is the aim)" ;;
    nginx) aim=" (0.5 is the aim)" ;;
  esac
  paste "$folder/proxy.slipway.$2" "$folder/proxy.$1.$2" | awk '{ print $3 / $6 }' >"$folder/ratios"
  figure "slipway / $1, requests per second$aim" "$(summary 1 2 <"$folder/ratios")"
  [ "$1" = nginx ] || return 0
  paste "$folder/proxy.slipway.$2" "$folder/proxy.$1.$2" | awk '{ print $2 / $5 }' >"$folder/ratios"
  figure "slipway / $1, 99th percentile (2 is the most)" "$(summary 1 2 <"$folder/ratios")"
}
