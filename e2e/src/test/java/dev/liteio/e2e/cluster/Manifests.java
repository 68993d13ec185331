package dev.liteio.e2e.cluster;

import dev.liteio.demo.cluster.UserManifests;

/** What users write. */
final class Manifests {
  static final String IMAGE = UserManifests.IMAGE;
  static final String STAYING = UserManifests.STAYING;

  private Manifests() {}

  /** A file system for one node, in the class {@code liteio}. */
  static String claim(String name, String size) {
    return claim(name, size, InstalledDriver.STORAGE_CLASS);
  }

  static String claim(String name, String size, String storageClass) {
    return claim(name, size, storageClass, "ReadWriteOnce", "Filesystem");
  }

  static String claim(
      String name, String size, String storageClass, String accessMode, String volumeMode) {
    return UserManifests.claim(name, size, storageClass, accessMode, volumeMode);
  }

  /** A Pod on any node that runs a script with the claim's file system at {@code /data}. */
  static String pod(String name, String claim, String script) {
    return podWith(
        name,
        "{}",
        "volumeMounts: [{name: data, mountPath: /data}]",
        "persistentVolumeClaim: {claimName: %s}".formatted(claim),
        script);
  }

  /** The same on that node. */
  static String podOn(String node, String name, String claim, String script) {
    return UserManifests.podOn(node, name, claim, script);
  }

  /** A Pod on that node that finds the claim's device at {@code /dev/disk}. */
  static String podWithDevice(String node, String name, String claim, String script) {
    return podWith(
        name,
        "{kubernetes.io/hostname: %s}".formatted(node),
        "volumeDevices: [{name: data, devicePath: /dev/disk}]",
        "persistentVolumeClaim: {claimName: %s}".formatted(claim),
        script);
  }

  /**
   * A Pod with one volume.
   *
   * @param mount how its container sees the volume {@code data}
   * @param volume what the volume is
   */
  static String podWith(String name, String selector, String mount, String volume, String script) {
    return UserManifests.pod(name, selector, mount, volume, script);
  }

  /** A class of ours. */
  static String storageClass(String name, String binding, String reclaim, String parameters) {
    return """
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata: {name: %s}
    provisioner: csi.liteio.dev
    volumeBindingMode: %s
    reclaimPolicy: %s
    allowVolumeExpansion: true
    parameters: %s
    """
        .formatted(name, binding, reclaim, parameters);
  }
}
