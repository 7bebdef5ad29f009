# shellcheck shell=bash
# What the image scripts share: a folder that becomes an image's file system. Sourced, never run.
set -euo pipefail

# shellcheck source=../../script/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../script/lib.sh"

rootfs="$(mktemp -d "${TMPDIR:-/tmp}/slipway-rootfs.XXXXXX")"
trap 'rm -rf "$rootfs"' EXIT

# The files that every program expects, whoever it runs as.
add_skeleton() {
  mkdir -p "$rootfs"/{bin,etc,home,root,tmp,usr/bin,usr/sbin,var/run}
  chmod 1777 "$rootfs/tmp"
  printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'nobody:x:65534:65534:nobody:/home:/bin/false' \
    >"$rootfs/etc/passwd"
  printf '%s\n' 'root:x:0:' 'nobody:x:65534:' >"$rootfs/etc/group"
  echo 'hosts: files dns' >"$rootfs/etc/nsswitch.conf"
}

# Busybox with each applet linked beside it.
add_busybox() {
  local source applet
  source="$(command -v busybox)" || die "busybox is missing: script/setup installs it."
  if ldd "$source" >/dev/null 2>&1; then
    die "$source needs shared libraries: install the package busybox-static."
  fi
  cp -L "$source" "$rootfs/bin/busybox"
  for applet in $(busybox --list); do
    [ -e "$rootfs/bin/$applet" ] || ln -s busybox "$rootfs/bin/$applet"
  done
}

# add_program PATH [AS]: a program of this machine with the libraries that it is linked to.
add_program() {
  local program="$1" as="${2:-$1}" library
  [ -x "$program" ] || die "$program is missing: script/setup installs it."
  install -D -m 0755 "$program" "$rootfs$as"
  for library in $(ldd "$program" | grep -Eo '/[^ ]+\.so[^ ]*'); do
    [ -e "$rootfs$library" ] || install -D -m 0755 "$library" "$rootfs$library"
  done
}

# package_version NAME: the upstream version of a Debian package, such as 7.0.15.
package_version() {
  local version
  version="$(dpkg-query -W -f '${source:Upstream-Version}' "$1" 2>/dev/null)" ||
    die "the package $1 is missing: script/setup installs it."
  printf '%s\n' "${version%%[+~]*}"
}

urlencode() {
  local text="$1" char i
  for ((i = 0; i < ${#text}; i++)); do
    char="${text:i:1}"
    case "$char" in
      [a-zA-Z0-9._-]) printf '%s' "$char" ;;
      *) printf '%%%02X' "'$char" ;;
    esac
  done
}

# import_image VERSION "NAME:TAG ..." [CHANGE...]: makes one image of the folder, under each name that
# the engine does not have yet. A CHANGE is a line of a Dockerfile.
import_image() {
  local version="$1" names="$2" first="" query="" name change owner=()
  shift 2
  [ "$(id -u)" = 0 ] || owner=(--owner=0 --group=0)
  set -- "$@" 'LABEL dev.slipway.offline=true' "LABEL dev.slipway.offline.version=$version"
  for change in "$@"; do
    query+="&changes=$(urlencode "$change")"
  done
  for name in $names; do
    has_image "$name" && continue
    if [ -z "$first" ]; then
      first="$name"
      query="fromSrc=-&repo=${name%:*}&tag=${name##*:}$query"
      tar -C "$rootfs" --numeric-owner ${owner[@]+"${owner[@]}"} -c . | engine_import "$query"
    else
      engine POST "/images/$first/tag?repo=${name%:*}&tag=${name##*:}"
    fi
    say "Made $name ($version) from this machine's packages."
  done
}

# The engine answers 200 before it has read the archive; what went wrong then stands in the body.
engine_import() {
  local answer
  answer="$(engine POST "/images/create?$1" -H 'Content-Type: application/x-tar' -T -)"
  case "$answer" in
    *'"error"'*) die "the engine did not take the image: $answer" ;;
  esac
}
