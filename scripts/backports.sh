# To be sourced: packages of Debian's backports suite, unpacked and not installed. The machine's apt sources stay as they are.
# shellcheck shell=bash

# The mirror this machine already uses for its release, as a source line for the backports of that release.
backports_source() {
  local codename uri keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  # the format's $(...) are apt's, not the shell's
  # shellcheck disable=SC2016
  uri=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' \
    | awk -v release="$codename" '$1 == release && !found++ { print $2 }')
  if [ -z "$uri" ]; then
    echo "backports: apt has no source for $codename: add Debian's main archive to /etc/apt/sources.list.d" >&2
    return 1
  fi
  [ -r "$keyring" ] && keyring="[signed-by=$keyring] " || keyring=
  echo "deb $keyring$uri $codename-backports main"
}

# Fetches the suite's lists into the empty folder $1; `backports` are the options then that make apt see that suite only, with
# its lists there and in no other place.
backports_lists() {
  mkdir -p "$1/sources" "$1/lists/partial"
  backports_source >"$1/sources/backports.list"
  backports=(-o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$1/sources" -o "Dir::State::Lists=$1/lists"
    -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o Debug::NoLocking=1)
  apt-get "${backports[@]}" -qq update
}

# backports_unpack FOLDER PACKAGE...: what the packages hold, as files of FOLDER
backports_unpack() {
  local folder=$1 package
  shift
  mkdir -p "$folder.packages"
  (cd "$folder.packages" && apt-get "${backports[@]}" -qq download "$@")
  for package in "$folder.packages"/*.deb; do
    dpkg -x "$package" "$folder"
  done
  rm -r "$folder.packages"
}
