# shellcheck shell=bash
# Copies between two registries of this machine, in turn with Debian's skopeo; see SyncBench. Sourced by
# script/bench, never run.

: "${home:?}" "${folder=}"

sync_rounds="${SYNC_ROUNDS:-5}"

measure_sync() {
  local libraries="$home/server/target/dist/lib/*" parts=() part name value
  for part in core registry-sync; do
    [ -d "$home/$part/target/test-classes" ] || (cd "$home" && mvn -q -pl registry-sync -am test-compile)
    parts+=("$home/$part/target/test-classes")
  done
  echo "Copies between two registries, median of $sync_rounds rounds in turn with skopeo, load $(load_average)"
  # The heap is the server's: its size is a part of what is measured.
  "$(find_jdk25)/bin/java" -XX:+UseSerialGC -Xss512k -Xms32m -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 \
    -Djdk.httpclient.bufsize=131072 -cp "$(IFS=:; echo "${parts[*]}"):$libraries" \
    dev.slipway.registrysync.SyncBench "$folder/sync" "$sync_rounds" 2>"$folder/sync.log" >"$folder/sync.figures" ||
    die "the measurement of copies ended early: $(tail -n 5 "$folder/sync.log")"
  while IFS=$'\t' read -r name value; do figure "$name" "$value"; done <"$folder/sync.figures"
  echo "  load at the end $(load_average)"
}
