#!/bin/bash
# Makes the guest a node of a cluster: addresses, the disk of images, containerd, a kubelet. Its logs are in the shared folder.
#   node.sh TOOLS NAME ADDRESS PODS OTHER_ADDRESS OTHER_PODS API_PORT API_SERVICE HOST KUBELET_PORT
#   node.sh diagnose
set -euo pipefail
shared=/run/shared
state=/run/node

diagnose() {
  ip address
  ip route
  iptables-save -t nat
  cat /proc/mounts
  grep -s . /sys/class/nvme/nvme*/subsysnqn /sys/class/nvme/nvme*/state || true
  free -m
  ps -ef
  dmesg | tail -n 100
}

network() {
  ip address add "$address/24" dev eth1
  ip link set eth1 up
  ip route add "$other_pods" via "$other_address"
  echo 1 >/proc/sys/net/ipv4/ip_forward
  # the service kubernetes, which every Pod has in its environment: the only one there is without kube-proxy
  local chain
  for chain in PREROUTING OUTPUT; do
    iptables -t nat -A $chain -d "$api_service" -p tcp --dport 443 -j DNAT --to-destination "$host:$api_port"
  done
  iptables -t nat -A POSTROUTING -s "$pods" -o eth0 -j MASQUERADE
}

# Another process on an emulated processor begins with none of its translations at hand: change less often than every 1.4 ms.
long_turns() {
  mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
  echo 15000000 >/sys/kernel/debug/sched/base_slice_ns
}

# A process may not sit in a cgroup whose children have controllers: all move to a leaf.
cgroups() {
  local process controller
  mkdir /sys/fs/cgroup/init
  while read -r process; do
    echo "$process" >/sys/fs/cgroup/init/cgroup.procs 2>/dev/null || true
  done </sys/fs/cgroup/cgroup.procs
  for controller in $(cat /sys/fs/cgroup/cgroup.controllers); do
    echo "+$controller" >/sys/fs/cgroup/cgroup.subtree_control
  done
}

disk() {
  local folder
  mkdir -p $state/disk
  mount /dev/vda $state/disk
  for folder in containerd kubelet liteio; do
    mkdir -p $state/disk/$folder /var/lib/$folder
    mount --bind $state/disk/$folder /var/lib/$folder
    mount --make-rshared /var/lib/$folder
  done
}

# What Pods write can be read on the host at once.
pod_logs() {
  mkdir -p $shared/pods /var/log/pods
  mount --bind $shared/pods /var/log/pods
}

pod_network() {
  mkdir -p $state/cni
  cat >$state/cni/10.conflist <<C
{"cniVersion": "1.0.0", "name": "pods", "plugins": [{"type": "ptp", "ipMasq": false, "ipam": {"type": "host-local",
  "dataDir": "$state/addresses", "subnet": "$pods", "routes": [{"dst": "0.0.0.0/0"}]}}, {"type": "portmap", "capabilities": {"portMappings": true}}]}
C
}

containerd_up() {
  cat >$state/containerd.toml <<C
version = 3
root = "/var/lib/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.nri.v1.nri", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.erofs"]
[plugins.'io.containerd.cri.v1.images'.pinned_images]
  sandbox = "liteio.test/pause:1"
# asking the shim of every container each second, as it would, took a quarter of an emulated processor
[plugins.'io.containerd.cri.v1.runtime']
  stats_collect_period = "10m"
[plugins.'io.containerd.cri.v1.runtime'.cni]
  bin_dirs = ["/usr/lib/cni"]
  conf_dir = "$state/cni"
[plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
  SystemdCgroup = false
C
  containerd -c $state/containerd.toml >$shared/containerd.log 2>&1 &
  until ctr version >/dev/null 2>&1; do
    kill -0 $! || return
    sleep 0.2
  done
}

kubelet_up() {
  cat >$state/kubelet.yaml <<C
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
port: $kubelet_port
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $shared/authority.crt}}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
failSwapOn: false
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 10Mi}
# a file system grows when its Pod is looked at again
syncFrequency: 15s
nodeStatusUpdateFrequency: 5s
nodeLeaseDurationSeconds: 20
C
  kubelet --kubeconfig $shared/kubeconfig --config $state/kubelet.yaml --hostname-override "$name" --node-ip "$address" \
    -v=2 >$shared/kubelet.log 2>&1 &
}

if [ "$1" = diagnose ]; then
  set +e
  diagnose
  exit
fi
export PATH=$1:$PATH
name=$2 address=$3 pods=$4 other_address=$5 other_pods=$6 api_port=$7 api_service=$8 host=$9 kubelet_port=${10}
mkdir -p $state
trap 'touch $state/failed' EXIT
# the kubelet holds raw block volumes by loop devices
modprobe loop
long_turns
network
cgroups
disk
pod_logs
pod_network
containerd_up
kubelet_up
touch $state/started
wait
