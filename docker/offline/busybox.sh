#!/usr/bin/env bash
# busybox: Debian's static build, every applet linked.
# shellcheck source=rootfs.sh
. "$(dirname "$0")/rootfs.sh"

version="$(package_version busybox-static)"
add_skeleton
add_busybox
import_image "$version" "busybox:latest busybox:1.36 busybox:${version%.*}" 'CMD ["sh"]'
