# shellcheck shell=bash
# What script/bench measures of builds: an image without RUN from tree to registry, a log of 200,000 lines, and a
# changed branch to the build context, beside the tools that one would do it with by hand. Sourced, never run; all state is in $folder.

: "${home:?}" "${folder=}" "${port=}"

build_rounds="${ROUNDS:-3}"
log_lines=200000

# Engine and registry of Slipway serve the rivals too; each has a repository of its own.
slipway_registry() { echo "127.0.0.1:$(cat "$folder/data/registry-port")"; }

# A repository $1 with a work tree, known to Slipway, whose branch "work" is built and deploys nothing.
stage_repository() {
  git init --quiet --bare --initial-branch=main "$folder/git/$1.git"
  git init --quiet --initial-branch=work "$folder/$1"
  git -C "$folder/$1" config user.name Ada
  git -C "$folder/$1" config user.email ada@example.com
  git -C "$folder/$1" remote add origin "$folder/git/$1.git"
  client repos add "bench/$1" --forge git --clone-url "$(clone_url "$1")" >/dev/null
  repository_id="$(api GET '/repositories?limit=200' | tr '{' '\n' | grep "\"bench/$1\"" | field id)"
}

push_work() {
  git -C "$folder/$1" add --all
  git -C "$folder/$1" commit --quiet --allow-empty --message "$RANDOM"
  git -C "$folder/$1" push --quiet --force origin work
}

# Builds the branch and waits for the end; leaves the answer of the API in $folder/build.json.
build_work() {
  local build status
  build="$(api POST "/repositories/$repository_id/builds" -H 'Content-Type: application/json' \
    --data '{"ref": "work"}' | field id)"
  while true; do
    api GET "/builds/$build" >"$folder/build.json"
    status="$(grep -o '"status":"[a-z]*"' "$folder/build.json" | head -n 1 | cut -d'"' -f4)"
    case "$status" in
      succeeded) break ;;
      failed | canceled | skipped) die "the build ended as $status: $(cat "$folder/build.json")" ;;
    esac
    pause 0.02
  done
  build_id="$build"
}

micros() { date -u -d "$1" +%s%6N; }

# Microseconds from the begin of the first step of that kind to the end of the last of the other.
span_of_steps() {
  local from to
  from="$(step_times "$1" started_at | sort | head -n 1)"
  to="$(step_times "$2" finished_at | sort | tail -n 1)"
  echo $(($(micros "$to") - $(micros "$from")))
}

step_times() {
  tr '{' '\n' <"$folder/build.json" | grep "\"kind\":\"$1\"" | grep -o "\"$2\":\"[^\"]*" | cut -d'"' -f4
}

# --- An image without RUN -------------------------------------------------------------------------

# 40 MB that nothing can be shared of.
renew_app() {
  local i
  mkdir -p "$folder/big/app"
  for ((i = 0; i < 400; i++)); do
    head -c 104857 /dev/urandom >"$folder/big/app/part-$i.bin"
  done
}

touch_app() { echo "$RANDOM $RANDOM" >"$folder/big/app/version.txt"; }

timed() {
  local from to
  clock from
  "$@" >>"$folder/rivals.log" 2>&1 || die "$* failed; see $folder/rivals.log"
  clock to
  took=$((to - from))
}

by_docker() {
  DOCKER_BUILDKIT="$1" "$docker" build --quiet --tag "$2" "$folder/big" && "$docker" push "$2"
}

by_buildah() {
  buildah bud --quiet --layers --tls-verify=false --tag "$1" "$folder/big" &&
    buildah push --tls-verify=false "$1"
}

# All of them on what lies in the folder; the times go to the files images.$1.WHO.
build_by_all() {
  local registry
  registry="$(slipway_registry)"
  build_work
  span_of_steps image push >>"$folder/images.$1.slipway"
  timed by_docker 0 "$registry/rival/classic:latest"
  echo "$took" >>"$folder/images.$1.classic"
  timed by_docker 1 "$registry/rival/buildkit:latest"
  echo "$took" >>"$folder/images.$1.buildkit"
  if have buildah; then
    timed by_buildah "$registry/rival/buildah:latest"
    echo "$took" >>"$folder/images.$1.buildah"
  fi
}

measure_images() {
  local round docker base
  docker="$(docker_with_buildkit)"
  base="$(slipway_registry)/bench/base:latest"
  "$docker" tag busybox:latest "$base"
  "$docker" push --quiet "$base" >/dev/null
  stage_repository big
  printf 'FROM %s\nCOPY app /app\nCMD ["httpd", "-f", "-h", "/app"]\n' "$base" >"$folder/big/Dockerfile"
  printf '.git\n' >"$folder/big/.dockerignore"
  renew_app
  push_work big
  build_by_all warm-up # Until everybody has compiled and fetched what they need.
  for ((round = 1; round <= build_rounds; round++)); do
    renew_app
    touch_app
    push_work big
    build_by_all cold
    touch_app
    push_work big
    build_by_all changed
    build_by_all unchanged
  done
  print_images
}

print_images() {
  local kind who aims=(1.0 0.5 0.3) i=0
  echo "Image without RUN, 40 MB, tree to registry, $build_rounds rounds in turn, load $(load_average)"
  for kind in cold changed unchanged; do
    for who in slipway classic buildkit buildah; do
      [ ! -f "$folder/images.$kind.$who" ] ||
        figure "$kind: $who, ms" "$(summary 1000 0 <"$folder/images.$kind.$who")"
    done
    paste "$folder/images.$kind".{slipway,classic,buildkit} >"$folder/table"
    [ ! -f "$folder/images.$kind.buildah" ] ||
      paste "$folder/images.$kind".{slipway,classic,buildkit,buildah} >"$folder/table"
    awk '{ best = $2; for (i = 3; i <= NF; i++) if ($i < best) best = $i; print $1 / best }' \
      "$folder/table" >"$folder/ratios"
    figure "$kind: slipway / fastest of the others (${aims[$i]} is the aim)" "$(summary 1 2 <"$folder/ratios")"
    i=$((i + 1))
  done
}

# --- A long log -----------------------------------------------------------------------------------

write_talker() {
  cat >"$folder/talk/Dockerfile" <<DOCKERFILE
FROM busybox:latest
RUN echo $RANDOM$RANDOM && seq 1 $log_lines | sed 's/^/this is line number /'
DOCKERFILE
}

# With raised limits, the BuildKit of old engines may stop giving out a step's output when much of it piles up: then
# docker build never ends, and Slipway says that lines are missing. Both are counted, and such a round is no figure.
measure_log() {
  local round docker lines expected ours from to kept=0 hung=0
  docker="$(docker_with_buildkit)"
  expected="$(seq 1 $log_lines | sed 's/^/this is line number /' | cksum)"
  stage_repository talk
  for ((round = 0; round <= build_rounds; round++)); do
    write_talker
    push_work talk
    build_work
    lines="$(curl --silent --noproxy '*' -H "Authorization: Bearer $token" \
      "http://127.0.0.1:$port/api/v1/builds/$build_id/log.txt" | grep '^this is line number ' | cksum)"
    ours=""
    if [ "$lines" = "$expected" ]; then
      kept=$((kept + 1))
      ours="$(span_of_steps image image)"
    fi
    write_talker
    clock from
    if ! (timeout --signal KILL 20 env DOCKER_BUILDKIT=1 "$docker" build --progress plain "$folder/talk" || exit) \
      >/dev/null 2>&1; then
      hung=$((hung + 1))
      continue
    fi
    clock to
    # The first one compiles.
    if [ "$round" -gt 0 ] && [ -n "$ours" ]; then
      echo "$ours" >>"$folder/log.slipway"
      echo $((to - from)) >>"$folder/log.docker"
    fi
  done
  echo "A build that prints $log_lines lines, $build_rounds rounds in turn, load $(load_average)"
  figure "rounds in which slipway kept every line in its order" "$kept of $round"
  figure "rounds in which docker build hung" "$hung of $round"
  [ -f "$folder/log.docker" ] || return 0
  figure "slipway, ms" "$(summary 1000 0 <"$folder/log.slipway")"
  figure "docker build, ms" "$(summary 1000 0 <"$folder/log.docker")"
  paste "$folder/log.slipway" "$folder/log.docker" | awk '{ print $1 / $2 }' >"$folder/ratios"
  figure "slipway / docker build, run by run (1.1 is the aim)" "$(summary 1 2 <"$folder/ratios")"
}

# --- From a push to the build context -------------------------------------------------------------

measure_context() {
  local classes="$home/builder/target/test-classes:$home/builder/target/classes:$home/core/target/test-classes"
  [ -d "$home/builder/target/test-classes" ] || (cd "$home" && mvn -q -pl builder -am test-compile)
  "$(find_jdk25)/bin/java" -cp "$classes:$home/server/target/dist/lib/*" \
    dev.slipway.builder.checkout.CheckoutBench 5000 15 >"$folder/context" 2>"$folder/context.log"
  echo "Changed branch to build context over a warm mirror, 5,000 files, medians of 15, load $(load_average)"
  figure "slipway, ms" "$(awk '$1 == "slipway" { print $2 }' "$folder/context")"
  figure "git fetch and git archive, ms" "$(awk '$1 != "slipway" { print $2 }' "$folder/context")"
  figure "slipway / git (1.3 is the aim)" \
    "$(awk '{ ms[$1] = $2 } END { printf "%.2f", ms["slipway"] / ms["git-fetch-and-archive"] }' "$folder/context")"
}
