# shellcheck shell=bash
# shellcheck disable=SC2034 # Some of the variables are for script/bench.
# What script/bench measures: a Slipway and a script by hand side by side, each with a bare repository, a
# registry of its own and a front that visitors come to. Sourced, never run; all state is in $folder.

: "${home:?}" "${folder=}"

host=site.localhost
page=/
token=slipway-bench-token
bench_label="dev.slipway.bench=$$"
server=""
git_server=""
registry_id=""

port_of() { if [ "$1" = slipway ]; then echo "$edge_port"; else echo "$nginx_port"; fi; }

engine_version() { engine GET /version | grep -o '"Version":"[^"]*"' | head -n 1 | cut -d'"' -f4; }

set_stage() {
  port="$(free_port)"
  edge_port="$(free_port)"
  git_port="$(free_port)"
  start_git_server
  make_repository slipway
  make_repository by-hand
  launch_server
  visit_until "$port" 127.0.0.1 /readyz '200 OK' "$folder/answered"
  connect_slipway
}

# --- Repositories ---------------------------------------------------------------------------------

# git's own HTTP program behind busybox's web server.
start_git_server() {
  mkdir -p "$folder/web/cgi-bin" "$folder/git"
  printf '#!/bin/sh\nGIT_PROJECT_ROOT=%s GIT_HTTP_EXPORT_ALL=1 exec git http-backend\n' "$folder/git" \
    >"$folder/web/cgi-bin/git"
  chmod +x "$folder/web/cgi-bin/git"
  busybox httpd -f -p "127.0.0.1:$git_port" -h "$folder/web" 2>"$folder/git-server.log" &
  git_server=$!
}

clone_url() { echo "http://127.0.0.1:$git_port/cgi-bin/git/$1.git"; }

make_repository() {
  git init --quiet --bare --initial-branch=main "$folder/git/$1.git"
  git init --quiet --initial-branch=main "$folder/$1"
  git -C "$folder/$1" config user.name Ada
  git -C "$folder/$1" config user.email ada@example.com
  git -C "$folder/$1" remote add origin "$folder/git/$1.git"
  mkdir "$folder/$1/www"
  echo up >"$folder/$1/www/up"
  printf 'deploy:\n  service: site\n  healthcheck: /up\n' >"$folder/$1/.slipway.yml"
  cat >"$folder/$1/Dockerfile" <<'DOCKERFILE'
FROM busybox:latest
COPY www /www
EXPOSE 8080
CMD ["httpd", "-f", "-p", "8080", "-h", "/www"]
DOCKERFILE
}

# From here on $1 is a web server that keeps connections open and has a queue for new ones. busybox has
# neither, so that under load one would measure when the kernel tries to connect again.
take_busy_site() {
  page=/v2/
  printf 'deploy:\n  service: site\n  healthcheck: /v2/\n' >"$folder/$1/.slipway.yml"
  cat >"$folder/$1/Dockerfile" <<'DOCKERFILE'
FROM registry:2
COPY config.yml /etc/docker/registry/config.yml
DOCKERFILE
}

commit() {
  cat >"$folder/$1/config.yml" <<CONFIG
version: 0.1
storage: { inmemory: {} }
log: { level: error, accesslog: { disabled: true } }
http: { addr: ":5000", headers: { X-Title: ["This is $2"] } }
CONFIG
  printf 'This is %s\n' "$2" >"$folder/$1/www/index.html"
  git -C "$folder/$1" add --all
  git -C "$folder/$1" commit --quiet --message "$2"
}

# The file $2 becomes the hook of $1, after a line that notes when it began.
install_hook() {
  local hook="$folder/git/$1.git/hooks/post-receive"
  {
    printf '#!/usr/bin/env bash\nexport LC_ALL=C BY_HAND=%s\n' "$folder/hand"
    # shellcheck disable=SC2016 # The hook expands it.
    printf 'echo "${EPOCHREALTIME/./}" >%s\nexec %s\n' "$folder/$1.hooked" "$2"
  } >"$hook"
  chmod 700 "$hook"
}

# --- Slipway --------------------------------------------------------------------------------------

launch_server() {
  env SLIPWAY_DATA_DIR="$folder/data" SLIPWAY_PORT="$port" SLIPWAY_EDGE_PORT="$edge_port" \
    SLIPWAY_BIND=127.0.0.1 SLIPWAY_ADMIN_TOKEN="$token" SLIPWAY_ALLOW_PRIVATE_ADDRESSES=127.0.0.1 \
    "$home/slipway" server >>"$folder/server.log" 2>&1 </dev/null &
  server=$!
}

stop_server() {
  [ -n "$server" ] || return 0
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" || true
  server=""
}

client() {
  SLIPWAY_URL="http://127.0.0.1:$port" SLIPWAY_TOKEN="$token" "$home/slipway" "$@" 2>>"$folder/client.log"
}

api() {
  local method="$1" path="$2"
  shift 2
  curl --silent --show-error --fail --noproxy '*' -X "$method" -H "Authorization: Bearer $token" \
    "$@" "http://127.0.0.1:$port/api/v1$path"
}

connect_slipway() {
  client repos add bench/site --forge git --clone-url "$(clone_url slipway)" >/dev/null
  client hook bench/site >"$folder/slipway.hook"
  chmod 700 "$folder/slipway.hook"
  install_hook slipway "$folder/slipway.hook"
}

field() { grep -o "\"$1\" *: *\"\?[^\",}]*" | head -n 1 | sed 's/.*: *"\{0,1\}//'; }

service() { api GET /services | field id; }

await_end() {
  local status
  while true; do
    status="$(api GET "/deployments/$1" | field status)"
    case "$status" in
      live) return 0 ;;
      failed | rolled_back) die "the rollout ended as $status: $(api GET "/deployments/$1")" ;;
    esac
    pause 0.2
  done
}

# Whatever was pushed has ended and the old container is gone, so that nothing runs into the next round.
settle() {
  local deployment=""
  [ "$1" = slipway ] || return 0 # The script by hand did everything before git push returned.
  while [ -z "$deployment" ]; do
    deployment="$(api GET '/builds?limit=1' | grep -o '"deployments" *: *\["[^"]*' | sed 's/.*"//' || true)"
    [ -n "$deployment" ] || pause 0.1
  done
  await_end "$deployment"
}

# --- The script by hand ---------------------------------------------------------------------------

# The first docker command on the PATH that can: some have BuildKit inside, others need a plugin for it.
docker_with_buildkit() {
  local docker
  while read -r docker; do
    if printf 'FROM busybox:latest\n' |
      DOCKER_BUILDKIT=1 "$docker" build --quiet --tag "slipway-bench:$$" - >/dev/null 2>&1; then
      engine DELETE "/images/slipway-bench:$$" >/dev/null
      echo "$docker"
      return 0
    fi
  done < <(type -ap docker)
  die "no docker command on the PATH builds with BuildKit: install Debian's docker.io or docker-buildx."
}

start_by_hand() {
  local docker registry_port
  have nginx || die "nginx, which the script by hand puts in front, is missing: apt-get install nginx-light"
  docker="$(docker_with_buildkit)"
  registry_port="$(free_port)"
  nginx_port="$(free_port)"
  registry_id="$("$docker" run --detach --label "$bench_label" --publish "127.0.0.1:$registry_port:5000" \
    registry:2)"
  visit_until "$registry_port" 127.0.0.1 /v2/ '200 OK' "$folder/answered"
  mkdir -p "$folder/hand"
  cat >"$folder/hand/settings" <<SETTINGS
docker=$docker
clone_url=$(clone_url by-hand)
registry=127.0.0.1:$registry_port
label=$bench_label
SETTINGS
  start_nginx
  install_hook by-hand "$home/script/bench-by-hand"
}

start_nginx() {
  local hand="$folder/hand"
  echo 'upstream app { server 127.0.0.1:9; }' >"$hand/upstream.conf"
  cat >"$hand/nginx.conf" <<CONF
worker_processes 2;
pid $hand/nginx.pid;
error_log $hand/error.log;
events {}
http {
  access_log off;
  include $hand/upstream.conf;
  server {
    listen 127.0.0.1:$nginx_port;
    location / { proxy_pass http://app; proxy_set_header Host \$host; }
  }
}
CONF
  nginx -p "$hand" -c "$hand/nginx.conf" 2>"$hand/nginx.log"
}

# --- Clearing away --------------------------------------------------------------------------------

remove_containers() {
  local id
  engine GET "/containers/json?all=1&filters=%7B%22label%22%3A%5B%22$1%22%5D%7D" |
    grep -o '"Id":"[0-9a-f]*"' | cut -d'"' -f4 | while read -r id; do
    engine DELETE "/containers/$id?force=1&v=1" >/dev/null || true
  done
}

remove_images() {
  local name
  engine GET /images/json | grep -o "\"$1[^\"]*\"" | tr -d '"' | sort -u | while read -r name; do
    engine DELETE "/images/$name" >/dev/null 2>&1 || true
  done
}

clear_away() {
  local status=$? installation
  trap - EXIT
  set +e # What is not there needs no clearing away, and the rest must still go.
  [ "$status" -eq 0 ] || tail -n 5 "$folder"/*.log "$folder"/hand/*.log >&2 || true
  stop_server
  stop_rivals
  stop_proxies
  [ -z "$git_server" ] || kill "$git_server" 2>/dev/null || true
  [ ! -f "$folder/hand/nginx.pid" ] || kill "$(cat "$folder/hand/nginx.pid")" || true
  if [ -f "$folder/data/installation" ]; then
    installation="$(cat "$folder/data/installation")"
    remove_containers "dev.slipway.instance=$installation"
    engine DELETE "/volumes/slipway-registry-$installation" >/dev/null || true
    remove_images "127.0.0.1:$(cat "$folder/data/registry-port")/"
  fi
  if [ -n "$registry_id" ]; then
    remove_containers "$bench_label"
    remove_images "$(sed -n 's/^registry=//p' "$folder/hand/settings")/"
  fi
  rm -rf "$folder"
  exit "$status"
}
