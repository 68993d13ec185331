#!/bin/sh
# install-maven.sh COORDINATES SHA512 FOLDER: unpacks that Maven distribution into FOLDER, once.
# MVNW_REPOURL names a Maven repository to download from; without it, an installed mvn of any version resolves the coordinates.
set -eu
coordinates=$1 sha512=$2 home=$3
version=$(echo "$coordinates" | cut -d: -f3)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "mvnw: installing Maven $version into $home (once)" >&2
if [ -n "${MVNW_REPOURL:-}" ]; then
  curl -fsSL -o "$work/maven.zip" "$MVNW_REPOURL/org/apache/maven/apache-maven/$version/apache-maven-$version-bin.zip"
elif command -v mvn >/dev/null 2>&1; then
  (cd "$work" && mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -Dartifact="$coordinates" -DoutputDirectory="$work" -Dmdep.stripVersion=true)
  mv "$work"/apache-maven*.zip "$work/maven.zip"
else
  echo "mvnw: no mvn on PATH to fetch Maven $version with: install any Maven (Debian: apt-get install maven), or set MVNW_REPOURL to a Maven repository." >&2
  exit 1
fi
if [ "$(sha512sum "$work/maven.zip" | cut -d' ' -f1)" != "$sha512" ]; then
  echo "mvnw: the Maven distribution that arrived has sha512 $(sha512sum "$work/maven.zip" | cut -d' ' -f1), expected $sha512: nothing was installed." >&2
  exit 1
fi
(cd "$work" && "$JAVA_HOME/bin/jar" xf maven.zip)
chmod +x "$work/apache-maven-$version/bin/mvn"
mkdir -p "$(dirname "$home")"
# a rename, so that two builds that start at once cannot see half of it
mv "$work/apache-maven-$version" "$home" 2>/dev/null || [ -x "$home/bin/mvn" ]
