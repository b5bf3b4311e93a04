#!/usr/bin/env bash
# Follows the README on a minimal Debian: a root folder made by debootstrap with only git, Node and npm.
#
#   sudo scripts/bare-machine.sh [root|user] [NODE]        such as: scripts/bare-machine.sh user 22
#
# "user" works as an ordinary account whose home no other account may enter; the README is followed once as the
# machine is, and once more after root has run the command that the first try named. What is committed is cloned;
# changes that are not committed are not seen. BARE_FOLDER says where the roots lie (default /var/tmp/exhibit-bare).
# The last lines name what failed.
set -euo pipefail

account=${1:-root}
node=${2:-22}
project=$(cd "$(dirname "$0")/.." && pwd)
folder=${BARE_FOLDER:-/var/tmp/exhibit-bare}
root=$folder/$account-$node
log=$folder/$account-$node.log
suite=bookworm

[ "$(id -u)" = 0 ] || { echo 'A root needs root: run this with sudo.' >&2; exit 2; }
command -v debootstrap > /dev/null || { echo 'Run "apt-get install debootstrap" first.' >&2; exit 2; }

# ---- the minimal root, made once and copied for each run -------------------------------------------------

make_base() {
  local mirror
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -n 1)
  debootstrap --variant=minbase --include=ca-certificates,git "$suite" "$folder/base.new" "$mirror"
  mv "$folder/base.new" "$folder/base"
}

# Node and npm as their own packages bring them; the npm that belongs to that Node.
make_node() {
  local npm=10 machine=x64
  [ "$node" -lt 24 ] || npm=11
  [ "$(uname -m)" = x86_64 ] || machine=arm64
  npm install --no-save --silent --prefix "$folder/node-$node.new" "node-linux-$machine@$node" "npm@$npm"
  mkdir -p "$folder/node-$node/bin" "$folder/node-$node/lib/node_modules"
  cp "$folder/node-$node.new/node_modules/node-linux-$machine/bin/node" "$folder/node-$node/bin/"
  cp -a "$folder/node-$node.new/node_modules/npm" "$folder/node-$node/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$folder/node-$node/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$folder/node-$node/bin/npx"
  rm -rf "$folder/node-$node.new"
}

# How this machine reaches its networks: names, certificates, mirrors. Nothing else of it comes along.
copy_network() {
  local path
  for path in /etc/resolv.conf /etc/hosts /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d \
    /etc/apt/auth.conf.d /etc/ssl/certs /usr/local/share/ca-certificates; do
    [ -e "$path" ] || continue
    mkdir -p "$root$(dirname "$path")"
    rm -rf "$root$path"
    cp -aL "$path" "$root$path"
  done
  [ -e /etc/apt/sources.list ] || rm -f "$root/etc/apt/sources.list"
  # Mirrors of other makers' programs are no part of a bare Debian.
  find "$root/etc/apt/sources.list.d" -type f ! -name 'debian*' -delete
  npm_settings > "$root/etc/npmrc-of-the-host"
  env | grep -E '^(https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR))=' \
    > "$root/etc/network-environment" || true
}

# Where packages come from and who may fetch them; the host's other settings would hide what npm says by itself.
npm_settings() {
  local file
  for file in "$(npm config get globalconfig)" "$(npm config get userconfig)" /etc/npmrc; do
    [ ! -f "$file" ] || grep -E '^(cafile|registry|proxy|https-proxy|noproxy|omit-lockfile-|replace-registry|//)' "$file" || true
  done
}

# ---- the account that follows the README -----------------------------------------------------------------

make_account() {
  home=/root
  if [ "$account" = user ]; then
    chroot "$root" useradd --create-home --shell /bin/bash examiner
    home=/home/examiner
  fi
  cp "$root/etc/npmrc-of-the-host" "$root$home/.npmrc"
  git clone --quiet --no-hardlinks "$project" "$root$home/exhibit"
  chroot "$root" chown -R "$(owner):" "$home"
  chmod 700 "$root$home"
}

owner() { [ "$account" = user ] && echo examiner || echo root; }

# Runs a command line inside as the account given, with an environment of its own. The root becomes the real one of
# the process: a process in a chroot may not make user namespaces, which the window's sandbox needs.
inside() {
  local who=$1 line=$2 home_of=/root
  [ "$who" = root ] || home_of=/home/$who
  unshare --mount --pid --fork --kill-child bash -c '
    root=$1 who=$2 home=$3 line=$4
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
    set -a; . "$root/etc/network-environment"; set +a
    keep=$(sed "s/=.*//" "$root/etc/network-environment" | paste -sd,)
    mkdir -p "$root/host"
    cd "$root"
    pivot_root . host
    umount -l host
    # No exec: this shell is process 1 and, as on a real machine, takes the exit codes of what lost its parent.
    su --whitelist-environment="$keep" - "$who" -c "
      export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 CI=true
      cd $home/exhibit 2> /dev/null; $line" || exit $?
  ' bare "$root" "$who" "$home_of" "$line" < /dev/null
}

# ---- README's commands ----------------------------------------------------------------------------------

# The command lines under one heading of the README, so that this script follows the README and no copy of it.
commands() {
  sed -n "/^## $1\$/,/^## /p" "$project/README.md" | sed -n '/^```sh/,/^```/p' | grep -v '^```'
}

failures=()
step() {
  local line=$1 who=${2:-$(owner)} code=0
  echo "== $who: $line" | tee -a "$log"
  inside "$who" "$line" > "$log.step" 2>&1 || code=$?
  cat "$log.step" >> "$log"
  tail -n 12 "$log.step"
  echo "-- exit code $code"
  [ "$code" = 0 ] || failures+=("$who: $line (exit code $code)")
  warnings=$(grep -E '^npm (warn|WARN)' "$log.step" || true)
  [ -z "$warnings" ] || failures+=("$who: $line: $(echo "$warnings" | wc -l) npm warnings, such as: $(echo "$warnings" | head -n 1)")
}

# A window must still be open after a while: without a display on a bare machine, one is started for it.
window() {
  step "Xvfb :71 -screen 0 1600x1000x24 > /dev/null 2>&1 & DISPLAY=:71 timeout 60 npm start; [ \$? = 124 ]"
}

mkdir -p "$folder"
[ -d "$folder/base" ] || make_base
[ -d "$folder/node-$node" ] || make_node
rm -rf "$root"
cp -a "$folder/base" "$root"
cp -a "$folder/node-$node/." "$root/usr/local/"
copy_network
make_account
: > "$log"

step 'node --version; npm --version'
step "$(commands 'Run it' | sed 's/ && npm start//')"
while read -r line; do step "$line"; done < <(commands 'Test it')
if [ "$account" = user ]; then
  # An ordinary account cannot install: what the first try names is done, and what it failed in is tried again.
  failures=()
  named=$(grep -ohE 'apt-get install [a-z0-9+. -]+' "$log" | sort -u)
  while read -r line; do [ -z "$line" ] || step "apt-get update -q && $line -y" root; done <<< "$named"
  echo '== again, with what was named' | tee -a "$log"
  while read -r line; do step "$line"; done < <(commands 'Test it')
fi
window

echo
grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" || true
printf 'FAILED %s\n' "${failures[@]+"${failures[@]}"}" | grep -v '^FAILED $' || echo "Nothing failed. Everything is in $log."
[ "${#failures[@]}" = 0 ]
