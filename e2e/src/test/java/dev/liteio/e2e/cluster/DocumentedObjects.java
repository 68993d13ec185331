package dev.liteio.e2e.cluster;

import dev.liteio.crd.LogicalVolume;
import dev.liteio.crd.Volume;
import dev.liteio.demo.cluster.Await;
import dev.liteio.demo.cluster.Cluster;

/** What the commands of the pages speak of, and the pages themselves do not make. */
final class DocumentedObjects {
  static final String NODE = "node-a";
  static final String NAMESPACE = "documented";
  static final String CLAIM = "data";
  static final String POOL = "documented";
  static final String DISK = "/var/lib/liteio/disks/documented";

  /** What the embedded target takes, and what a disk is to programs that wipe one. */
  private static final String USED = "/var/lib/liteio/disks/used";

  private static final String USED_AS_DISK = "/dev/loop7";

  /** Named in the pages' comments. */
  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: %1$s}
      ---
      apiVersion: v1
      kind: Node
      metadata: {name: departed}
      spec:
        taints: [{key: liteio.test/departed, effect: NoSchedule}]
      ---
      apiVersion: liteio.dev/v1alpha1
      kind: StoragePool
      metadata: {name: given-up}
      spec: {node: departed, devices: [{path: /dev/sda}]}
      ---
      apiVersion: liteio.dev/v1alpha1
      kind: StoragePool
      metadata: {name: wiped}
      spec: {node: %2$s, cordoned: true, devices: [{path: %3$s}]}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: obsolete, namespace: %1$s}
      spec:
        storageClassName: liteio
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 32Mi}}
      ---
      apiVersion: v1
      kind: PersistentVolume
      metadata: {name: retained}
      spec:
        storageClassName: liteio
        persistentVolumeReclaimPolicy: Retain
        accessModes: [ReadWriteOnce]
        capacity: {storage: 32Mi}
        claimRef: {name: of-yore, namespace: %1$s, uid: 11111111-2222-4333-8444-555555555555}
        csi: {driver: csi.liteio.dev, volumeHandle: of-yore}
      """
          .formatted(NAMESPACE, NODE, USED);

  private final Cluster cluster;
  private final User user;

  DocumentedObjects(Cluster cluster) {
    this.cluster = cluster;
    this.user = new User(cluster);
  }

  /** Makes them; a disk that somebody has used is among them, and is refused when this returns. */
  void make() {
    cluster
        .nodeNamed(NODE)
        .guest()
        .sh(
            """
            mkdir -p /var/lib/liteio/disks && truncate -s 512M %1$s
            modprobe loop && truncate -s 64M %2$s && mkfs.ext4 -q -F %2$s
            losetup %3$s %2$s
            """
                .formatted(DISK, USED, USED_AS_DISK));
    user.apply(OBJECTS);
    Await.until(
        "the used disk is refused",
        User.PATIENCE,
        () -> devices("wiped").contains("ext4 file system"),
        () -> devices("wiped"));
  }

  private String devices(String pool) {
    return user.value("storagepool", pool, "{.status.devices}");
  }

  /** Removes them with what the pages made. */
  void remove() {
    String delete = "{\"spec\": {\"persistentVolumeReclaimPolicy\": \"Delete\"}}";
    cluster.control().client().persistentVolumes().list().getItems().stream()
        .map(each -> each.getMetadata().getName())
        .filter(name -> !name.equals("retained"))
        .forEach(name -> user.kubectl("patch", "pv", name, "-p", delete));
    user.delete("pods,pvc", "--all", "--namespace=" + NAMESPACE, "--grace-period=1");
    user.delete("pv", "retained", "--ignore-not-found");
    Await.until(
        "the volumes of the pages are gone",
        User.PATIENCE,
        () ->
            cluster.control().client().resources(Volume.class).list().getItems().isEmpty()
                && cluster
                    .control()
                    .client()
                    .resources(LogicalVolume.class)
                    .list()
                    .getItems()
                    .isEmpty(),
        () -> user.attempt("get", "pv,volumes,logicalvolumes", "-o", "yaml").output());
    user.delete("storagepools", POOL, "wiped", "given-up", "--ignore-not-found");
    cluster.nodeNamed(NODE).guest().sh("losetup --detach " + USED_AS_DISK);
    user.delete("node", "departed", "--ignore-not-found");
    user.delete("namespace", NAMESPACE, "--ignore-not-found");
  }
}
