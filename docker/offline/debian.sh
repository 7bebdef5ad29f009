#!/usr/bin/env bash
# debian:bookworm-slim: a real minimal Debian 12 by debootstrap (half a minute, needs root and Debian's
# mirror). Made only on request: script/image needs it, nothing else does.
# shellcheck source=rootfs.sh
. "$(dirname "$0")/rootfs.sh"

have debootstrap || die "debootstrap is missing: apt-get install debootstrap."
[ "$(id -u)" = 0 ] || die "debootstrap needs root: call this with sudo."

log="$rootfs.log"
debootstrap --variant=minbase bookworm "$rootfs" >"$log" 2>&1 ||
  die "debootstrap failed, its last lines: $(tail -n 5 "$log") (whole log: $log)"
rm -f "$log"
rm -rf "$rootfs"/usr/share/{doc,man,info,locale,lintian}/* \
  "$rootfs"/var/cache/apt/{archives,*.bin} "$rootfs"/var/lib/apt/lists/* "$rootfs"/var/log/*
import_image 12 "debian:bookworm-slim" 'CMD ["bash"]'
