# Makes the registry writable where a cleaning was ended that could not do so itself.
window=/tmp/slipway-window
[ -d "$window" ] || exit 0
# One that has just begun writes its number in a moment.
[ -s "$window/pid" ] || sleep 1
grep -qs slipway-cleaned "/proc/$(cat "$window/pid")/cmdline" && exit 0
rm -rf "$window"
kill -HUP 1
