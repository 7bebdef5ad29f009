# Gives back the space of what no manifest names, in a window in which the registry is read-only. Ends the
# window whatever happens, also when whoever asked for it is gone: nobody has to read what it says.
window=/tmp/slipway-window
config=/etc/docker/registry/config.yml
[ -f "$config" ] || config=/etc/distribution/config.yml

mkdir "$window" || exit 75
echo "$$" >"$window/pid"
exec >/tmp/slipway-cleaned 2>&1

used() { du -sk /var/lib/registry | cut -f 1; }

# Changes the registry over, and waits until the one that served before has answered everything.
change() {
  before=$(cat /tmp/slipway-serves)
  kill -HUP 1
  tries=0
  while kill -0 "$before" 2>/dev/null && [ "$tries" -lt 1300 ]; do
    tries=$((tries + 1))
    sleep 0.05
  done
  ! kill -0 "$before" 2>/dev/null
}

reopen() {
  trap '' HUP INT TERM
  rm -rf "$window"
  change
}

trap reopen EXIT
trap 'exit 1' HUP INT TERM
change || { echo "what was asked before did not end within 65 s"; exit 1; }
if [ ! -d /var/lib/registry/docker/registry/v2/blobs ]; then
  # Nobody has pushed anything yet, which the registry's own cleaning takes for an error.
  echo "$(used) $(used) 0"
  exit 0
fi
before=$(used)
registry garbage-collect "$config" >/tmp/slipway-garbage 2>&1 || { tail -n 3 /tmp/slipway-garbage; exit 1; }
echo "$before $(used) $(grep -c '^blob eligible for deletion' /tmp/slipway-garbage)"
rm -f /tmp/slipway-garbage
