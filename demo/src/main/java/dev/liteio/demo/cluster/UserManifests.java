package dev.liteio.demo.cluster;

/** What users write. */
public final class UserManifests {
  /** An image with a shell and the usual small programs. */
  public static final String IMAGE = "liteio.test/busybox:1";

  /** The script of a Pod that stays. */
  public static final String STAYING = "exec sleep infinity";

  private UserManifests() {}

  /** A file system for one node. */
  public static String claim(String name, String size, String storageClass) {
    return claim(name, size, storageClass, "ReadWriteOnce", "Filesystem");
  }

  /** Any claim. */
  public static String claim(
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

  /** A Pod on that node that runs a script with the claim's file system at {@code /data}. */
  public static String podOn(String node, String name, String claim, String script) {
    return pod(
        name,
        "{kubernetes.io/hostname: %s}".formatted(node),
        "volumeMounts: [{name: data, mountPath: /data}]",
        "persistentVolumeClaim: {claimName: %s}".formatted(claim),
        script);
  }

  /**
   * A Pod with one volume.
   *
   * @param selector of the nodes it may run on
   * @param mount how its container sees the volume {@code data}
   * @param volume what the volume is
   */
  public static String pod(
      String name, String selector, String mount, String volume, String script) {
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
}
