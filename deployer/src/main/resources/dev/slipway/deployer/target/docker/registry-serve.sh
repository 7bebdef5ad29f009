# The registry's first process: serves, read-only while there is a window, and changes over on SIGHUP. The one
# that served before still answers what it was asked, while the next one has the port.
window=/tmp/slipway-window
config=/etc/docker/registry/config.yml
[ -f "$config" ] || config=/etc/distribution/config.yml

# A window does not outlive this process: its cleaning was ended along with the container.
rm -rf "$window"

serve() {
  if [ -d "$window" ]; then mode='{"enabled":true}'; else mode='{"enabled":false}'; fi
  REGISTRY_STORAGE_MAINTENANCE_READONLY="$mode" registry serve "$config" &
  pid=$!
  echo "$pid" >/tmp/slipway-serves
}

change=
ended=
before=
trap 'change=1' HUP
trap 'ended=1' TERM INT

serve
while [ -z "$ended" ]; do
  if [ -n "$change" ]; then
    change=
    before=$pid
    kill "$pid"
    serve
  fi
  wait "$pid"
  code=$?
  if [ -z "$change$ended" ] && ! kill -0 "$pid" 2>/dev/null; then
    # It may have been too quick for the one before, which still had the port.
    [ -n "$before" ] || exit "$code"
    kill -0 "$before" 2>/dev/null || before=
    sleep 0.01
    serve
  fi
done
kill "$pid" 2>/dev/null
