# shellcheck shell=bash
# How script/setup installs packages on Debian and Ubuntu. Sourced, never run.

is_debian() { have apt-get && [ -e /etc/debian_version ]; }

# Sets as_root to what goes before a command that needs root; empty where we are root.
as_root=()
if [ "$(id -u)" != 0 ]; then as_root=(sudo); fi
root_do() { ${as_root[@]+"${as_root[@]}"} "$@"; }

# sudo may ask for its password only where somebody can type it.
can_become_root() {
  [ "$(id -u)" = 0 ] && return 0
  have sudo || return 1
  sudo -n true 2>/dev/null || { [ -t 0 ] && [ -t 2 ] && sudo -v; }
}

can_install() { is_debian && can_become_root; }

apt_knows() { grep -Eq '^ +Candidate: +[^( ]' <<<"$(apt-cache policy "$1" 2>/dev/null)"; }

# Waits for another apt to finish instead of failing, and asks no questions.
apt_do() {
  root_do env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@" >>"$apt_log" 2>&1
}

apt_log="$(notes_dir)/apt.log"

apt_update() {
  say "Reading the package lists ..."
  apt_do update || say "apt-get update failed (no network?); going on with the lists that are there."
}

apt_update_unless_known() {
  local package
  : >"$apt_log"
  for package in "$@"; do
    # No release before Debian 13 and Ubuntu 25.10 has a JDK 25: its absence says nothing about the lists.
    [ "$package" = openjdk-25-jdk-headless ] && apt_knows openjdk-17-jdk-headless && continue
    if ! apt_knows "$package"; then
      apt_update
      return 0
    fi
  done
}

apt_install() {
  say "Installing $* ..."
  # The command-line client is a package of its own from Debian 13 on.
  case " $* " in *" docker.io "*) ! apt_knows docker-cli || set -- "$@" docker-cli ;; esac
  services_stay_off
  if ! apt_do install --no-install-recommends "$@"; then
    # Old lists name package versions that the mirror has dropped.
    apt_update
    apt_do install --no-install-recommends "$@" ||
      die "apt-get could not install $*. Its last words: $(tail -n 4 "$apt_log") (all: $apt_log)"
  fi
  services_as_before
  disable_services "$@"
}

# Slipway starts its own redis-server and registry, script/bench its own nginx, caddy and webhook, and ensure_engine starts the engine with the settings
# it needs, so apt must not start them. policy-rc.d is what Debian asks before it starts a service; one
# that is there already is left alone.
policy=/usr/sbin/policy-rc.d

services_stay_off() {
  [ ! -e "$policy" ] || grep -q 'Written by script/setup' "$policy" || return 0
  trap services_as_before EXIT
  root_do tee "$policy" >/dev/null <<'POLICY'
#!/bin/sh
# Written by script/setup of Slipway for the time of one apt-get; may be deleted.
case "$1" in
  redis-server* | docker-registry* | nginx* | caddy* | webhook* | docker | docker.service | docker.socket) exit 101 ;;
esac
exit 0
POLICY
  root_do chmod 0755 "$policy"
}

services_as_before() {
  if grep -qs 'Written by script/setup' "$policy"; then root_do rm -f "$policy"; fi
}

# Not at the next start of the machine either. Undo: systemctl enable --now NAME.
disable_services() {
  local package service
  for package in redis-server docker-registry nginx-light caddy webhook; do
    case " $* " in
      *" $package "*) service="${package%-light}" ;;
      *) continue ;;
    esac
    if has_systemd; then
      root_do systemctl disable "$service" >>"$apt_log" 2>&1 || true
    elif have update-rc.d; then
      root_do update-rc.d "$service" disable >>"$apt_log" 2>&1 || true
    fi
  done
}
