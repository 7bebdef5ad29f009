# shellcheck shell=bash
# How script/setup starts Docker Engine and checks how it was started. Sourced, never run.

has_systemd() { [ -d /run/systemd/system ] && have systemctl; }

# A docker client alone is no engine: one must answer, or a daemon must be there to start. An engine
# elsewhere is no matter of packages; ensure_engine speaks about it.
engine_or_dockerd() { engine_answers || ! engine_is_ours_to_start || have dockerd; }

# Where DOCKER_HOST names another place, that place is not ours to start.
engine_is_ours_to_start() {
  case "${DOCKER_HOST:-unix:///var/run/docker.sock}" in
    unix:///var/run/docker.sock | unix:///run/docker.sock) [ "$(uname -s)" = Linux ] ;;
    *) return 1 ;;
  esac
}

# By default BuildKit keeps only the first 2 MB of a step's log, and 200 kB of each second of it. A number that
# is never reached, because -1 cuts everything in the BuildKit of Docker 20.10.
buildkit_settings=(BUILDKIT_STEP_LOG_MAX_SIZE=1073741824 BUILDKIT_STEP_LOG_MAX_SPEED=1073741824)
drop_in=/etc/systemd/system/docker.service.d/slipway-buildkit-log.conf
dockerd_log=/var/log/slipway-dockerd.log

ensure_engine() {
  if engine_answers; then
    warn_once_of_clipped_logs
  elif socket_is_forbidden; then
    problem "The Docker Engine runs, but ${USER:-this user} may not use its socket: run" \
      "\`sudo usermod -aG docker ${USER:-\$USER}\` and log in again (this gives root's power)."
  elif ! engine_is_ours_to_start; then
    problem "No Docker Engine answers at ${DOCKER_HOST:-/var/run/docker.sock}: start it (Docker Desktop" \
      "on macOS), or let DOCKER_HOST name one that runs."
  elif ! have dockerd; then
    return 0 # install_missing has said so.
  elif ! can_install; then
    problem "The Docker Engine is installed but does not run: start it (systemctl start docker), or run" \
      "script/setup as root on Debian or Ubuntu."
  else
    start_engine
  fi
  keep_bridge_address
}

# A bridge that was not made by the engine has the lowest address of the containers on it: whenever one comes
# or goes it may change, and the others answer nobody for seconds.
keep_bridge_address() {
  local bridge=/sys/class/net/docker0 set_by_somebody=3
  engine_is_ours_to_start && have ip && [ -r "$bridge/addr_assign_type" ] || return 0
  if [ "$(cat "$bridge/addr_assign_type")" != "$set_by_somebody" ] && can_install; then
    say "Giving docker0 an address that stays the same ..."
    root_do ip link set dev docker0 address "$(printf '02:42:%02x:%02x:%02x:%02x' \
      $((RANDOM % 256)) $((RANDOM % 256)) $((RANDOM % 256)) $((RANDOM % 256)))"
  fi
}

socket_is_forbidden() {
  local socket="${DOCKER_HOST:-/var/run/docker.sock}"
  socket="${socket#unix://}"
  [ -S "$socket" ] && [ ! -w "$socket" ]
}

start_engine() {
  say "Starting the Docker Engine ..."
  if has_systemd; then
    start_engine_by_systemd
  else
    start_engine_by_hand
  fi
  wait_for_engine
}

start_engine_by_systemd() {
  if [ ! -e "$drop_in" ]; then
    root_do mkdir -p "$(dirname "$drop_in")"
    printf '%s\n' '# Written by script/setup of Slipway: whole build logs.' '[Service]' \
      "Environment=${buildkit_settings[*]}" | root_do tee "$drop_in" >/dev/null
    root_do systemctl daemon-reload
  fi
  root_do systemctl start docker || die "docker.service did not start: journalctl -u docker tells why."
}

start_engine_by_hand() {
  mount_cgroups
  remove_stale_pid_file /var/run/docker.pid dockerd
  remove_stale_pid_file /var/run/docker/containerd/containerd.pid containerd
  # shellcheck disable=SC2016 # The inner shell, which runs as root, expands these.
  root_do sh -c 'log=$1; shift; exec setsid env "$@" dockerd >>"$log" 2>&1 </dev/null &' \
    sh "$dockerd_log" "${buildkit_settings[@]}"
}

# Machines without an init system often have none.
mount_cgroups() {
  if have mountpoint && ! mountpoint -q /sys/fs/cgroup; then
    root_do mount -t cgroup2 none /sys/fs/cgroup || true
  fi
}

# After a hard stop of the machine, the id in the file may belong to another program, and dockerd would
# refuse to start.
remove_stale_pid_file() {
  local pid
  [ -r "$1" ] || return 0
  pid="$(cat "$1")"
  if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != "$2" ]; then root_do rm -f "$1"; fi
}

wait_for_engine() {
  local tries
  for ((tries = 0; tries < 120; tries++)); do
    if engine_answers; then return 0; fi
    if socket_is_forbidden && root_do test -S /var/run/docker.sock; then
      ensure_engine
      return 0
    fi
    sleep 0.5
  done
  if has_systemd; then
    die "the Docker Engine does not answer after a minute: journalctl -u docker tells why."
  fi
  die "the Docker Engine does not answer after a minute. Its last words:" \
    "$(root_do tail -n 5 "$dockerd_log") (all: $dockerd_log)"
}

# A running engine is never restarted by us; one that clips logs is mentioned once in its life.
warn_once_of_clipped_logs() {
  local pid life note environment
  engine_is_ours_to_start || return 0
  pid="$(cat /var/run/docker.pid 2>/dev/null)" || return 0
  environment="$(tr '\0' '\n' 2>/dev/null <"/proc/$pid/environ")" || return 0
  if grep -qx "${buildkit_settings[0]}" <<<"$environment"; then return 0; fi
  life="$pid started at $(cut -d' ' -f22 "/proc/$pid/stat")"
  note="$(notes_dir)/engine-clips-logs"
  if [ "$(cat "$note" 2>/dev/null)" = "$life" ]; then return 0; fi
  echo "$life" >"$note"
  say "The Docker Engine was started without ${buildkit_settings[*]} in its environment: it will cut" \
    "long build logs. Slipway works; to have whole logs, add these and restart the engine."
}
