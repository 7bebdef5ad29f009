#!/usr/bin/env bash
# maven and eclipse-temurin: this machine's JDK 25, cut down to what compiles, packages and serves a small
# program. There is no Maven in it: `mvn` is a script that does the least of what `mvn package` does for a
# project without dependencies. Made only on request, for tests of builds without a Dockerfile.
# shellcheck source=rootfs.sh
. "$(dirname "$0")/rootfs.sh"

jdk="${JAVA_HOME:-}"
[ -x "$jdk/bin/jlink" ] || die "set JAVA_HOME to a JDK 25: its jlink makes these images."
release="$("$jdk/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')"
[ "$release" = 25 ] || die "JAVA_HOME is a JDK $release, and these images are of JDK 25."

# add_java MODULES: a run-time image of the JDK, with the libraries that it is linked to.
add_java() {
  "$jdk/bin/jlink" --add-modules "$1" --strip-debug --no-man-pages --no-header-files \
    --output "$rootfs/opt/java"
  local program library
  for program in "$rootfs"/opt/java/bin/java $(find "$rootfs/opt/java/lib" -name '*.so'); do
    for library in $(ldd "$program" | grep -Eo '/[^ ]+\.so[^ ]*'); do
      case "$library" in
        "$rootfs"/*) ;;
        *) [ -e "$rootfs$library" ] || install -D -m 0755 "$library" "$rootfs$library" ;;
      esac
    done
  done
}

add_skeleton
add_busybox
add_java java.base,jdk.httpserver
import_image 25 "eclipse-temurin:25-jre" 'ENV PATH=/opt/java/bin:/usr/bin:/bin' 'CMD ["jshell"]'

rm -rf "$rootfs/opt/java"
add_java java.base,jdk.httpserver,jdk.compiler,jdk.jartool
install -D -m 0755 /dev/stdin "$rootfs/usr/bin/mvn" <<'MVN'
#!/bin/sh
# Stands in for Maven where there is no network: one project, no dependencies, no tests.
set -e
value() {
  sed -n "s:.*<$1>\(.*\)</$1>.*:\1:p" pom.xml | head -n 1
}
name="$(value artifactId)-$(value version)"
main="$(value mainClass)"
echo "[INFO] Building $name (stand-in for Maven: javac and jar)"
mkdir -p target/classes "$HOME/.m2"
date >>"$HOME/.m2/builds"
find src/main/java -name '*.java' >target/sources
javac -d target/classes @target/sources
[ ! -d src/main/resources ] || cp -R src/main/resources/. target/classes/
jar --create --file "target/$name.jar" ${main:+--main-class "$main"} -C target/classes .
echo "[INFO] BUILD SUCCESS"
MVN
import_image 25 "maven:3.9-eclipse-temurin-25" 'ENV PATH=/opt/java/bin:/usr/bin:/bin' 'CMD ["mvn"]'
