#!/usr/bin/env bash
# Runs the README's two commands on a Debian 12 that has nothing installed: a debootstrap root, entered by chroot.
#   tests/rules/fresh_debian.sh [--quickstart | --tests]      (as root; without an option: both)
# The base system is made once, in /tmp/fresh/base.tar, from the mirror that this machine's apt uses. The last commit of
# this checkout is cloned into the root; what is not committed is not tested.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
store=/tmp/fresh
base=$store/base.tar

[ "$(id -u)" -eq 0 ] || { echo "debootstrap and chroot need root." >&2; exit 1; }
case ${1:-} in
  "") commands=(examples/quickstart.sh tests/run.sh) ;;
  --quickstart) commands=(examples/quickstart.sh) ;;
  --tests) commands=(tests/run.sh) ;;
  *) sed -n '2,5s/^# //p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
bash "$repository/cmake/install_packages.sh" debootstrap git

mkdir -p "$store"
if [ ! -f "$base" ]; then
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' | awk '$2 == "bookworm" { print $1; exit }')
  made=$(mktemp -d "$store/base.XXXXXX")
  echo "Making $base from ${mirror:=http://deb.debian.org/debian}"
  debootstrap --variant=minbase bookworm "$made" "$mirror" >"$store/debootstrap.log"
  tar -C "$made" -cf "$base.new" .
  mv "$base.new" "$base"
  rm -rf "$made"
fi

root=$(mktemp -d "$store/root.XXXXXX")
leave() {
  for place in dev/pts dev proc; do
    mountpoint -q "$root/$place" && umount "$root/$place"
  done
  # Nothing of the machine may still be mounted in what is removed now.
  if grep -q " $root/" /proc/mounts; then
    echo "Still mounted, so left in place: $root" >&2
  else
    rm -rf --one-file-system "$root"
  fi
}
trap leave EXIT
trap 'exit 130' INT TERM

tar -C "$root" -xf "$base"
# The network and the packages' sources are the machine's; of apt's settings only those that say how to reach them.
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
cp -L /etc/hosts "$root/etc/hosts"
rm -f "$root/etc/apt/sources.list"
for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  [ ! -f "$file" ] || cp --parents "$file" "$root"
done
apt-config dump | grep -E '^Acquire::(Check-Valid-Until|Check-Date|Retries|https?::Proxy) ' \
  >"$root/etc/apt/apt.conf.d/90machine" || true
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
mount --bind /dev/pts "$root/dev/pts" # some tests want a terminal

git clone -q --no-hardlinks "$repository" "$root/srv/ipi"
git -C "$root/srv/ipi" log -1 --format='Debian %h: %s'
for command in "${commands[@]}"; do
  echo "=== $command"
  start=$SECONDS
  status=0
  # Started from another folder, with a bare environment.
  chroot "$root" /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    CI=true sh -c "cd / && exec /srv/ipi/$command" || status=$?
  echo "=== $command: exit $status after $((SECONDS - start)) s"
  [ "$status" -eq 0 ] || exit "$status"
done
