#!/bin/bash
# Runs the host's commands inside the guest. Lines from the host: "run ID", "kill ID"; lines to it: "ready", "done ID EXIT".
# A command is the file commands/ID/script in the shared folder; its output lands beside it.
# The end of the channel is the end of the guest, so a host that died leaves nothing running.
cd / || exit 1
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
shared=/run/shared
mkdir /run/agent

network() {
  busybox ip link set lo up
  busybox ip addr add 10.0.2.15/24 dev eth0
  busybox ip link set eth0 up
  busybox ip route add default via 10.0.2.2
  busybox hostname "${1:-guest}"
}

channel() { # the character device of the port with our name
  local port
  for port in /sys/class/virtio-ports/*; do
    [ "$(cat "$port/name")" = liteio ] && echo "/dev/${port##*/}"
  done
}

run() { # a session of its own, so that kill reaches all of it
  local work=$shared/commands/$1
  setsid /bin/bash "$work/script" </dev/null >"$work/stdout" 2>"$work/stderr" 3>&- &
  echo $! >"/run/agent/$1"
  wait $!
  echo "done $1 $?" >&3
}

network "$(sed -n 's/.*liteio\.hostname=\([^ ]*\).*/\1/p' /proc/cmdline)"
exec 3<>"$(channel)"
echo ready >&3
while read -r verb id <&3; do
  case $verb in
    run) run "$id" & ;;
    kill) kill -KILL -- "-$(cat "/run/agent/$id")" ;;
  esac
done
echo o >/proc/sysrq-trigger
sleep 10
