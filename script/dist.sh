# shellcheck shell=bash
# The built program: where it lies, how it is built and started. Sourced by the launcher and by script/dist
# after lib.sh; never run. Expects $home, the checkout, and $jdk, a JDK 25.

# Set by the caller.
: "${home:?}" "${jdk:?}"

dist="$home/server/target/dist"

has_dist() { compgen -G "$dist/lib/*.jar" >/dev/null; }

# Maven's words go to a file; on the terminal stands which part is being built, or what went wrong.
build_dist() {
  local log="$home/target/dist.log"
  have mvn || die "Maven is missing, and Slipway is not built yet: run $home/script/setup."
  mkdir -p "$home/target"
  say "Building Slipway; the first time this fetches libraries and takes a few minutes ..."
  if ! run_maven 2>&1 </dev/null | tee "$log" | show_progress; then
    rm -rf "$dist" # Half a program would be taken for a whole one.
    grep -E '^(\[ERROR\]|.*: error:)' "$log" | head -n 20 >&2 || tail -n 20 "$log" >&2
    die "the build failed; $log has all that Maven said."
  fi
  has_dist || die "the build left no program in $dist/lib."
  touch "$dist/lib" # Jars that did not change keep their time.
}

# Maven's own libraries call what a JDK 25 warns of.
run_maven() {
  JAVA_HOME="$jdk" MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow" \
    mvn -B -f "$home/pom.xml" -DskipTests package
}

# From "[INFO] Building Slipway: core 0.1.0 [2/12]" to "  core [2/12]". Line by line, unlike sed's output.
show_progress() {
  local line part
  while IFS= read -r line; do
    case "$line" in
      "[INFO] Building Slipway: "*"]")
        part="${line#"[INFO] Building Slipway: "}"
        say "  ${part%% *} [${line##*[}"
        ;;
    esac
  done
}

# Sets flags to the JVM's options for a verb. Client verbs live for a moment: no second compiler. The server
# lives long and is mostly idle: a heap that starts small and is given back.
set_flags() {
  flags=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -XX:+UseSerialGC -Xss512k)
  case "$1" in
    server | demo)
      kind=server
      # The demonstration tells a story; the server's own lines would stand in the middle of it.
      if [ "$1" = demo ] && [ -z "${SLIPWAY_LOG_LEVEL:-}" ]; then flags+=(-DSLIPWAY_LOG_LEVEL=WARN); fi
      flags+=(-Xms32m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 -XX:+ExitOnOutOfMemoryError)
      # Images are copied in pieces of this size instead of 16 KiB: a fifth less work.
      flags+=(-Djdk.httpclient.bufsize=131072)
      ;;
    *)
      kind=client
      flags+=(-Xms16m -Xmx256m -XX:TieredStopAtLevel=1)
      ;;
  esac
  # Warnings of the JVM never go to stdout, which belongs to the data.
  flags+=(-Xlog:disable "-Xlog:all=warning,aot*=off,cds*=off:stderr")
}

# A cache of loaded and linked classes halves the start. One that does not fit any more (another JDK, other
# jars) is passed over by the JVM without a word.
use_cache() {
  if [ -s "$dist/$kind.aot" ]; then flags+=("-XX:AOTCache=$dist/$kind.aot"); fi
}

# Prints a source that is newer than the program, if there is one.
newer_source() {
  find "$home" -path '*/src/main/*' -newer "$dist/lib" -type f -print 2>/dev/null | head -n 1 || true
}

# Newer sources are only mentioned: building is the developer's decision.
hint_if_stale() {
  local newer
  newer="$(newer_source)"
  if [ -n "$newer" ]; then
    say "Note: ${newer#"$home"/} is newer than the build; script/dist builds again."
  fi
}

# --- Training of the caches -----------------------------------------------------------------------

main_class=dev.slipway.server.Main

# Starts a server on a throw-away state, lets it serve some pages and a client command, and stops it: what
# both loaded goes into the caches. Without them everything works, only slower, so no failure is passed on.
train_caches() {
  local state
  say "Preparing a fast start ..."
  rm -f "$dist"/*.aot
  state="$(mktemp -d "${TMPDIR:-/tmp}/slipway-training.XXXXXX")"
  ( train_in "$state" ) >"$dist/training.log" 2>&1 || true
  rm -rf "$state"
  compgen -G "$dist/*.aot" >/dev/null || say "No fast start this time: $dist/training.log tells why."
}

train_in() {
  local state="$1" server url page token=slipway-training-token
  # A registry that is away keeps the training from starting one.
  export SLIPWAY_DATA_DIR="$state" SLIPWAY_PORT=0 SLIPWAY_EDGE_PORT=0 SLIPWAY_BIND=127.0.0.1 \
    SLIPWAY_REGISTRY=127.0.0.1:9 SLIPWAY_ADMIN_TOKEN="$token" SLIPWAY_TOKEN="$token"
  unset SLIPWAY_REDIS_URL SLIPWAY_PUBLIC_URL SLIPWAY_ROLES SLIPWAY_SECRET_KEY_FILE
  set_flags server
  "$jdk/bin/java" "${flags[@]}" "-XX:AOTCacheOutput=$dist/server.aot" -cp "$dist/lib/*" \
    "$main_class" server >"$state/out" 2>&1 </dev/null &
  server=$!
  url="$(printed_url "$state/out" "$server")" || { kill -KILL "$server"; cat "$state/out"; return 1; }
  for page in / /healthz /readyz /api/v1/builds /builds /services; do
    curl -s --noproxy '*' --max-time 5 -o /dev/null -H "Authorization: Bearer $token" "$url$page" || true
  done
  set_flags builds
  SLIPWAY_URL="$url" "$jdk/bin/java" "${flags[@]}" "-XX:AOTCacheOutput=$dist/client.aot" \
    -cp "$dist/lib/*" "$main_class" builds </dev/null
  kill -TERM "$server"
  stop_at_the_latest "$server"
  cat "$state/out"
}

# Waits until the server has printed where it listens.
printed_url() {
  local tries url
  for ((tries = 0; tries < 150; tries++)); do
    url="$(grep -Eom1 'http://127\.0\.0\.1:[0-9]+' "$1" || true)"
    if [ -n "$url" ] && curl -s --noproxy '*' --max-time 2 -o /dev/null "$url/healthz"; then
      echo "$url"
      return 0
    fi
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.2
  done
  return 1
}

stop_at_the_latest() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    kill -0 "$1" 2>/dev/null || return 0
    sleep 0.2
  done
  kill -KILL "$1"
}
