# Sourced by mvnw, liteio and check: sets JAVA_HOME to a JDK of at least $1, or explains and returns 1.

jdk_version() { # of the JDK in folder $1, as a number; 0 when there is none
  [ -x "$1/bin/javac" ] || { echo 0; return; }
  v=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
  echo "${v:-0}"
}

find_jdk() {
  wanted=$1
  on_path=$(command -v javac 2>/dev/null) && on_path=$(dirname "$(dirname "$(readlink -f "$on_path")")")
  for home in "${JAVA_HOME:-}" "${on_path:-}" /usr/lib/jvm/* /opt/java/* /opt/jdk* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && [ "$(jdk_version "$home")" -ge "$wanted" ]; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "liteio: no JDK $wanted or newer found in JAVA_HOME, on PATH or in the usual folders: install one (for example Temurin $wanted) and run this again." >&2
  return 1
}
