#!/usr/bin/env bash
# registry: Debian's docker-registry (CNCF Distribution), called as in the official image.
# shellcheck source=rootfs.sh
. "$(dirname "$0")/rootfs.sh"

version="$(package_version docker-registry)"
add_skeleton
add_busybox
add_program "$(command -v docker-registry)" /bin/registry
mkdir -p "$rootfs/etc/docker/registry" "$rootfs/var/lib/registry"
if [ -r /etc/ssl/certs/ca-certificates.crt ]; then
  install -D -m 0644 /etc/ssl/certs/ca-certificates.crt "$rootfs/etc/ssl/certs/ca-certificates.crt"
fi

cat >"$rootfs/etc/docker/registry/config.yml" <<'CONFIG'
version: 0.1
log:
  fields:
    service: registry
storage:
  filesystem:
    rootdirectory: /var/lib/registry
  cache:
    blobdescriptor: inmemory
  delete:
    enabled: true
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
CONFIG

# A lone settings file or subcommand is enough, as people are used to write it.
install -m 0755 /dev/stdin "$rootfs/entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
case "$1" in
  *.yml | *.yaml) set -- registry serve "$@" ;;
  serve | garbage-collect | help | -*) set -- registry "$@" ;;
esac
exec "$@"
ENTRYPOINT

import_image "$version" "registry:2 registry:${version%.*}" \
  'ENTRYPOINT ["/entrypoint.sh"]' \
  'CMD ["/etc/docker/registry/config.yml"]' \
  'VOLUME /var/lib/registry' \
  'EXPOSE 5000'
