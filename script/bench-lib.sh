# shellcheck shell=bash
# What script/bench measures with: a clock, a visitor, and figures. Sourced, never run.

: "${folder=}"

# Microseconds, into the variable named by $1; without a process of its own.
clock() { printf -v "$1" '%s' "${EPOCHREALTIME/./}"; }

# Waits by the shell itself: starting sleep takes longer than what is waited for.
pause() { read -r -t "$1" -u "$never" || true; }

open_never() {
  mkfifo "$1"
  exec {never}<>"$1"
}

# One visit without a process of its own: true when port $1 answers $3 for host $2 with $4 in it.
visit() {
  local line="" seen=1
  trap : PIPE # A server that hangs up must not end the shell that speaks to it.
  {
    printf 'GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$3" "$2" >&3
    while read -r -t 5 line <&3 || [ -n "$line" ]; do
      case "$line" in *"$4"*) seen=0 && break ;; esac
    done
  } 3<>"/dev/tcp/127.0.0.1/$1" || true
  return "$seen"
} 2>/dev/null

# Visits every few milliseconds until the answer is there; then writes the time to the file $5.
visit_until() {
  local now end
  clock end
  end=$((end + 60000000))
  until visit "$1" "$2" "$3" "$4"; do
    clock now
    [ "$now" -lt "$end" ] || die "port $1 did not answer \"$4\" within a minute; see $folder"
    pause 0.004
  done
  clock now
  echo "$now" >"$5"
}

free_port() {
  local port
  port=$((30000 + RANDOM % 20000))
  while (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((30000 + RANDOM % 20000)); done
  echo "$port"
}

# Numbers in: "median (least to most)", divided by $1, with $2 decimals.
summary() {
  sort -n | awk -v by="$1" -v decimals="$2" '
    { value[NR] = $1 / by }
    END {
      if (NR == 0) { print "nothing measured"; exit }
      middle = (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2
      shape = "%." decimals "f (%." decimals "f to %." decimals "f)"
      printf shape, middle, value[1], value[NR]
    }'
}

figure() { printf '  %-52s %s\n' "$1" "$2"; }

load_average() { cut -d' ' -f1-3 /proc/loadavg; }

# What wrk says, as "failed p99-in-ms requests-per-second".
read_report() {
  awk '
    function ms(text) {
      if (text ~ /us$/) return text / 1000
      if (text ~ /ms$/) return text + 0
      return text * 1000
    }
    /Non-2xx/ { failed += $NF }
    /Socket errors/ { gsub(",", ""); failed += $4 + $6 + $8 + $10 }
    $1 == "99%" { p99 = ms($2) }
    /Requests\/sec/ { rate = $2 }
    END { print failed + 0, p99, rate }' "$1"
}
