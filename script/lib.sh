# shellcheck shell=bash
# What the launcher and the scripts share. Sourced, never run; works with the bash 3.2 of macOS.

say() { printf '%s\n' "$*" >&2; }

die() {
  say "${0##*/}: $*"
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# Small facts worth remembering between runs (such as "Docker Hub was out of reach").
notes_dir() {
  local dir="${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/slipway"
  mkdir -p "$dir"
  printf '%s\n' "$dir"
}

# --- JDK -----------------------------------------------------------------------------------------

# True where the folder holds a whole JDK 25. Reads its release file: starting java costs 100 times more.
is_jdk25() {
  [ -x "$1/bin/javac" ] && grep -Eqs '^JAVA_VERSION="25[".]' "$1/release"
}

# The folder a java on the PATH really lives in, through every symlink.
jdk_on_path() {
  local java target
  java="$(command -v java)" || return 1
  while [ -L "$java" ]; do
    target="$(readlink "$java")"
    case "$target" in
      /*) java="$target" ;;
      *) java="$(dirname "$java")/$target" ;;
    esac
  done
  (cd "$(dirname "$java")/.." && pwd -P)
}

# Prints the folder of a JDK 25, or fails.
find_jdk25() {
  local candidate
  for candidate in \
    "${JAVA_HOME:-}" \
    /usr/lib/jvm/* \
    "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/25* \
    "$(jdk_on_path || true)" \
    "$(/usr/libexec/java_home -v 25 2>/dev/null || true)" \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$candidate" ] && is_jdk25 "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

no_jdk25_text() {
  cat <<'TEXT'
Slipway needs a JDK 25, and none was found in JAVA_HOME, /usr/lib/jvm, SDKMAN or on the PATH.
Get Eclipse Temurin 25 from https://adoptium.net/installation/ (a package or a .tar.gz that is
unpacked into /usr/lib/jvm), or run `sdk install java 25-tem` with SDKMAN, or set JAVA_HOME.
TEXT
}

# --- Docker Engine -------------------------------------------------------------------------------

# engine METHOD PATH [curl options]: one call to the engine's API, where DOCKER_HOST says or at the
# default socket. By curl, so that no docker command is needed.
engine() {
  local method="$1" path="$2" host="${DOCKER_HOST:-unix:///var/run/docker.sock}"
  shift 2
  local at=() base
  case "$host" in
    unix://*) at=(--unix-socket "${host#unix://}") base="http://localhost" ;;
    tcp://*)
      base="http://${host#tcp://}"
      if [ -n "${DOCKER_TLS_VERIFY:-}" ]; then
        local certs="${DOCKER_CERT_PATH:-${HOME:-}/.docker}"
        at=(--cacert "$certs/ca.pem" --cert "$certs/cert.pem" --key "$certs/key.pem")
        base="https://${host#tcp://}"
      fi
      ;;
    http://* | https://*) base="$host" ;;
    *) die "DOCKER_HOST=$host is of a kind that this script cannot call; use unix:// or tcp://." ;;
  esac
  curl --silent --show-error --fail --noproxy '*' ${at[@]+"${at[@]}"} -X "$method" "$@" "$base$path"
}

engine_answers() { engine GET /_ping --max-time 5 >/dev/null 2>&1; }

has_image() { engine GET "/images/$1/json" >/dev/null 2>&1; }
