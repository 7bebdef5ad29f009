#!/bin/sh
# Tells Slipway of every push to this repository; printed by `slipway hook`.
# Keep it as hooks/post-receive in the bare repository, owned by the user that receives pushes, mode 0700:
# whoever reads it can sign pushes. Needs git, curl, sha256sum and a POSIX shell with its usual tools.
# A push never fails because of it: git has taken the push before this runs.

repository=@REPOSITORY@
webhook=@WEBHOOK_URL@
server=@SERVER_URL@

set -u
umask 077
LC_ALL=C
export LC_ALL
# A pusher who hangs up early has pushed all the same.
trap '' HUP PIPE

say() { printf 'Slipway: %s\n' "$1"; }

for tool in git curl sha256sum od awk sed tr cut mktemp; do
  if ! command -v "$tool" >/dev/null 2>&1; then
    say "this git server lacks $tool, so Slipway is not told. Your push is safe, but not built."
    exit 0
  fi
done
# A printf that is a program of its own would show the key to everybody who lists processes.
case "$(command -v printf)" in
  */*)
    say "this server's sh has no printf of its own, so Slipway is not told. Your push is safe, but not built."
    exit 0
    ;;
esac
if ! tmp="$(mktemp -d)"; then
  say "this git server has no room for a small file, so Slipway is not told. Your push is safe, but not built."
  exit 0
fi
trap 'rm -rf "$tmp"' EXIT
trap 'exit 0' INT TERM
body="$tmp/body" answer="$tmp/answer"

# --- Signature: HMAC-SHA256 (RFC 2104) by hand. Raw bytes live in pipes only; variables lose NUL bytes.

inner_pad() {
  @INNER_PAD@
}

outer_pad() {
  @OUTER_PAD@
}

sha256() { sha256sum | cut -c 1-64; }

# The bytes that the hex digits in $1 stand for.
# shellcheck disable=SC2046,SC2059 # Split into numbers on purpose; the format is octal escapes only.
unhex() { printf "$(printf '\\%03o' $(printf '%s' "$1" | sed 's/../ 0x&/g'))"; }

# The signature of the file $1, in hex.
signature() {
  inner="$({ inner_pad; cat "$1"; } | sha256)"
  { outer_pad; unhex "$inner"; } | sha256
}

# --- What is told: the push, as GitHub would tell it

# $1 as a JSON string. Plain words, which most are, need no other program.
json() {
  case "$1" in
    *[!A-Za-z0-9\ .,:_/@+=-]*) json_of_bytes "$1" ;;
    *) printf '"%s"' "$1" ;;
  esac
}

# The same for anything. What is no UTF-8 becomes U+FFFD; what is too long for anybody to read is cut.
# The bytes pass through awk as numbers and come out as octal escapes, so that every awk can do it.
# shellcheck disable=SC2059 # The format is octal escapes only.
json_of_bytes() {
  printf "$(printf '%s' "$1" | od -A n -v -t u1 -N 16384 | awk '
    function put(byte) { out = out sprintf("\\%03o", byte) }
    function put_text(text,   i) {
      for (i = 1; i <= length(text); i++) put(index(ascii, substr(text, i, 1)) + 31)
    }
    function put_broken() { put(239); put(191); put(189) }
    function flush_sequence(   i) {
      if (need > 0) put_broken()
      else for (i = 1; i <= have; i++) put(sequence[i])
      have = 0; need = 0
    }
    function take(byte) {
      if (need > 0) {
        if (byte >= low && byte <= high) {
          sequence[++have] = byte; need--; low = 128; high = 191
          if (need == 0) flush_sequence()
          return
        }
        flush_sequence()
      }
      if (byte < 32 || byte == 127) put_text(sprintf("\\u%04x", byte))
      else if (byte == 34 || byte == 92) { put(92); put(byte) }
      else if (byte < 128) put(byte)
      else if (byte >= 194 && byte <= 244) {
        have = 1; sequence[1] = byte; low = 128; high = 191
        need = byte < 224 ? 1 : byte < 240 ? 2 : 3
        if (byte == 224) low = 160
        if (byte == 237) high = 159
        if (byte == 240) low = 144
        if (byte == 244) high = 143
      }
      else put_broken()
    }
    BEGIN { for (i = 32; i < 127; i++) ascii = ascii sprintf("%c", i); put(34) }
    { for (field = 1; field <= NF; field++) take($field + 0) }
    END { flush_sequence(); put(34); print out }
  ')"
}

commit_field() { git log -1 --no-show-signature --encoding=UTF-8 --format="$1" "$commit" --; }

# Writes the push of $old to $new on $ref.
describe() {
  printf '{"ref":'; json "$ref"
  printf ',"before":"%s","after":"%s","deleted":%s' "$old" "$new" "$deleted"
  printf ',"repository":{"full_name":'; json "$repository"
  printf '},"head_commit":'
  if [ "$deleted" = true ]; then
    printf 'null'
  else
    printf '{"id":"%s","message":' "$commit"; json "$(commit_field %B)"
    printf ',"author":{"name":'; json "$(commit_field %an)"
    printf '}}'
  fi
  # Who pushed, as far as the server in front of git tells (gitolite, HTTP), else the account.
  printf ',"pusher":{"name":'; json "${GL_USER:-${REMOTE_USER:-$(id -un)}}"
  printf '}}'
}

# --- How it is told, and what Slipway answers

# At most about ten seconds for the first ref; once Slipway was away, the others are tried once.
patience="--max-time 4 --retry 3 --retry-delay 1 --retry-max-time 6 --retry-connrefused"

# Sends the body; prints the status of the answer, 000 where there was none.
send() {
  # The same push can come again (A, B, A): each has an id of its own. Retries keep theirs.
  delivery="$({ cat "$body"; date; od -A n -t x1 -N 16 /dev/urandom; } | sha256)"
  # shellcheck disable=SC2086 # Several options in one variable are split at spaces on purpose.
  curl -q -s -o "$answer" -w '%{http_code}' --connect-timeout 3 $patience \
    -H 'Content-Type: application/json' -H 'Expect:' -H 'X-Slipway-Event: push' \
    -H "X-Slipway-Delivery: $delivery" -H "X-Hub-Signature-256: sha256=$(signature "$body")" \
    --data-binary "@$body" "$webhook" 2>/dev/null
}

# The last string called $1 in the answer; as much of JSON as Slipway's answers need.
answered() {
  tr -d '\000-\037\177' <"$answer" | sed -n \
    -e "s/\\\\\"/'/g" -e "s/.*\"$1\" *: *\"\\([^\"]*\\)\".*/\\1/p"
}

tell() {
  status="$(send)"
  case "$status" in
    202)
      build="$(answered build_id)"
      if [ -n "$build" ]; then
        say "$name: build started: $server/builds/$build"
      else
        say "$name: not built: $(answered reason)"
      fi
      ;;
    401 | 404)
      say "$name: not built: Slipway does not know this hook any more. Renew it with: slipway hook $repository"
      ;;
    '' | 000 | 5??)
      patience="--max-time 2"
      if [ "$deleted" = true ]; then
        say "$name: Slipway cannot be reached at $server. Your push is safe; Slipway was not told of the deletion."
      else
        say "$name: Slipway cannot be reached at $server. Your push is safe, but not built."
        say "$name: when it is back: slipway build $repository $by_hand"
      fi
      ;;
    *) say "$name: not built: Slipway answered $status: $(answered detail)" ;;
  esac
}

while read -r old new ref; do
  case "$ref" in
    refs/heads/*) name="${ref#refs/heads/}" ;;
    refs/tags/*) name="${ref#refs/tags/}" ;;
    *) continue ;; # notes and the like are no versions of anything
  esac
  deleted=false commit=
  case "$new" in
    *[!0]*)
      if ! commit="$(git rev-parse --verify --quiet "$new^{commit}")"; then
        say "$name: not built: it names no commit"
        continue
      fi
      ;;
    *) deleted=true ;;
  esac
  case "$ref" in
    *[!A-Za-z0-9._/-]*) by_hand="--sha $commit" ;; # never a command line that needs quoting
    *) by_hand="--ref $ref" ;;
  esac
  rm -f "$answer"
  : >"$answer"
  describe >"$body"
  tell
done
exit 0
