#!/usr/bin/env bash
# redis: Debian's server and client; settings and start-up behave as in the official image.
# shellcheck source=rootfs.sh
. "$(dirname "$0")/rootfs.sh"

version="$(package_version redis-server)"
add_skeleton
echo 'redis:x:999:999:redis:/data:/bin/sh' >>"$rootfs/etc/passwd"
echo 'redis:x:999:' >>"$rootfs/etc/group"
add_busybox
add_program "$(command -v redis-server)" /usr/local/bin/redis-server
add_program "$(command -v redis-cli)" /usr/local/bin/redis-cli
# By its path: busybox's shell would take its own setpriv, which cannot change the user.
add_program "$(command -v setpriv)" /usr/local/bin/setpriv
mkdir "$rootfs/data"

# Outside connections are the point of a container: without a password Debian's build refuses them.
install -m 0755 /dev/stdin "$rootfs/usr/local/bin/docker-entrypoint.sh" <<'ENTRYPOINT'
#!/bin/sh
set -e
case "$1" in
  -* | *.conf) set -- redis-server "$@" ;;
esac
if [ "$1" = redis-server ]; then
  case "$*" in
    *--protected-mode*) ;;
    *) set -- "$@" --protected-mode no ;;
  esac
  if [ "$(id -u)" = 0 ]; then
    chown -R redis:redis /data
    exec /usr/local/bin/setpriv --reuid redis --regid redis --clear-groups "$@"
  fi
fi
exec "$@"
ENTRYPOINT

import_image "$version" "redis:7 redis:7.0 redis:${version%.*}" \
  'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  'ENTRYPOINT ["docker-entrypoint.sh"]' \
  'CMD ["redis-server"]' \
  'WORKDIR /data' \
  'VOLUME /data' \
  'EXPOSE 6379'
