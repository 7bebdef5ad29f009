# shellcheck shell=bash
# A log of a million lines in the browser and in the search, and a thousand viewers of one that grows; see
# LogBench. Sourced by script/bench, never run.

: "${home:?}" "${folder=}"

log_viewers="${LOG_VIEWERS:-1000}"

measure_logs() {
  local libraries="$home/server/target/dist/lib/*" parts=() part name value
  for part in core store server; do
    [ -d "$home/$part/target/test-classes" ] || (cd "$home" && mvn -q -pl server -am test-compile)
    parts+=("$home/$part/target/test-classes")
  done
  for part in "${HOME}/.m2/repository/com/microsoft/playwright"/*/*/*.jar; do parts+=("$part"); done
  echo "Logs: 1,000,000 lines, $log_viewers viewers of 1,000 lines/s, load $(load_average)"
  # A thousand connections and as many on the other side.
  ulimit -n "$(ulimit -Hn)"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 "$(find_jdk25)/bin/java" --enable-native-access=ALL-UNNAMED -Xmx1g \
    -cp "$(IFS=:; echo "${parts[*]}"):$libraries" dev.slipway.server.LogBench \
    "$home" "$folder/logs" "$log_viewers" 2>"$folder/logs.log" >"$folder/logs.figures" ||
    die "the measurement of logs ended early: $(tail -n 5 "$folder/logs.log")"
  while IFS=$'\t' read -r name value; do figure "$name" "$value"; done <"$folder/logs.figures"
  echo "  load at the end $(load_average)"
}
