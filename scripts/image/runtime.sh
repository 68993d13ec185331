#!/usr/bin/env bash
# Lays what the product's image has of its own in a cache outside the checkout, and prints its folder: opt/liteio with a Java
# runtime, the jars of cli/target/lib and the options of every role; usr/bin/liteio, also as kubectl's plugin; and rehearse, which makes the archives in
# an image's root. Made again when a jar has changed. scripts/image.sh and scripts/image-tree.sh make images of it.
set -euo pipefail
umask 022
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/liteio/runtimes
jars=$root/cli/target/lib
place=/opt/liteio
# shellcheck source=.mvn/find-jdk.sh
. "$root/.mvn/find-jdk.sh"
find_jdk 25
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported,jdk.zipfs

say() { echo "runtime: $*" >&2; }

# A provider that is listed but not linked is looked for on the class path: every process built all of Bouncy Castle, from a
# signed jar, to see that it is another.
security() {
  local provider number=0 file=$tree$place/java/conf/security/java.security
  sed -i '/^security\.provider\.[0-9]*=/d' "$file"
  for provider in SUN SunRsaSign SunEC SunJSSE SunJCE; do
    number=$((number + 1))
    echo "security.provider.$number=$provider" >>"$file"
  done
}

# The options of every role, in a file: what runs seldom is not compiled, which takes a sixth from a start on a slow
# processor; the class path in an order of its own, because the archives are good for that order only.
launcher() {
  mkdir -p "$tree/usr/bin"
  {
    echo '--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=10 -XX:+ExitOnOutOfMemoryError'
    echo "-cp $(cd "$tree" && printf '/%s\n' "${place#/}"/lib/*.jar | LC_ALL=C sort | paste -sd:)"
  } >"$tree$place/options"
  cat >"$tree/usr/bin/liteio" <<L
#!/bin/sh
# liteio ROLE: as in the checkout, with the runtime of this image.
called=liteio
case \${0##*/} in
  kubectl-liteio) called='kubectl liteio' ;;
  kubectl_complete-liteio) set -- complete -- "\$@" ;;
esac
archive=$place/\${1:-}.aot
[ -e "\$archive" ] || archive=
exec $place/java/bin/java @$place/options \${archive:+-XX:AOTCache=\$archive} \${LITEIO_JAVA_OPTIONS:--XX:MaxRAMPercentage=50} -Dliteio.command="\$called" dev.liteio.cli.Liteio "\$@"
L
  chmod 755 "$tree/usr/bin/liteio"
  ln -s liteio "$tree/usr/bin/kubectl-liteio"
  ln -s liteio "$tree/usr/bin/kubectl_complete-liteio"
}

[ -d "$jars" ] || { say "no jars in $jars: run ./mvnw -pl cli -am -Dliteio.unit.skip=true package"; exit 1; }
recipe=$({ cat "$root"/scripts/image/{rehearse,runtime}.sh "$JAVA_HOME/release"; cd "$jars" && sha256sum -- *; } | sha256sum | cut -c1-12)
mkdir -p "$cache"
if [ ! -d "$cache/$recipe" ]; then
  say "linking the Java runtime of the product's image, seconds"
  tree=$(mktemp -d "$cache/building.XXXXXX")
  trap 'rm -rf "$tree"' EXIT
  chmod 755 "$tree"
  mkdir -p "$tree$place"
  "$JAVA_HOME/bin/jlink" --add-modules $modules --strip-debug --no-header-files --no-man-pages --output "$tree$place/java"
  security
  cp -r --preserve=timestamps "$jars" "$tree$place/lib"
  launcher
  cp "$root/scripts/image/rehearse.sh" "$tree/rehearse"
  chmod -R a+rX "$tree"
  mv -T "$tree" "$cache/$recipe" 2>/dev/null || [ -d "$cache/$recipe" ]
  # of earlier builds; one that another run has just made is let be
  find "$cache" -mindepth 1 -maxdepth 1 ! -name "$recipe" -mmin +60 -exec rm -rf {} +
fi
echo "$cache/$recipe"
