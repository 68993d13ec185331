package dev.liteio.e2e.cluster;

/** What users write. */
final class Manifests {
  static final String IMAGE = "liteio.test/busybox:1";
  static final String STAYING = "exec sleep infinity";

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
    return """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: %s}
    spec:
      storageClassName: %s
      accessModes: [%s]
      volumeMode: %s
      resources: {requests: {storage: %s}}
    """
        .formatted(name, storageClass, accessMode, volumeMode, size);
  }

  /** A Pod on any node that runs a script with the claim's file system at {@code /data}. */
  static String pod(String name, String claim, String script) {
    return pod(name, "{}", claim, script);
  }

  /** The same on that node. */
  static String podOn(String node, String name, String claim, String script) {
    return pod(name, "{kubernetes.io/hostname: %s}".formatted(node), claim, script);
  }

  private static String pod(String name, String selector, String claim, String script) {
    return podWith(
        name,
        selector,
        "volumeMounts: [{name: data, mountPath: /data}]",
        "persistentVolumeClaim: {claimName: %s}".formatted(claim),
        script);
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
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: %s}
    spec:
      nodeSelector: %s
      restartPolicy: Never
      terminationGracePeriodSeconds: 1
      containers:
        - name: main
          image: %s
          command: [sh, -c, '%s']
          %s
      volumes:
        - name: data
          %s
    """
        .formatted(name, selector, IMAGE, script.replace("'", "''"), mount, volume);
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
