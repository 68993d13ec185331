package dev.liteio.demo;

import java.util.Locale;

/** Where the story is told: whose NVMe host uses the volume, and who asks for it. */
public enum DemoHost {
  /** A host in the JVM, on an in-memory Kubernetes API. */
  JVM(256, 384),
  /** The kernel of a guest, on an in-memory Kubernetes API. */
  KERNEL(256, 384),
  /** The nodes of a Kubernetes cluster, for a user's Pods. */
  CLUSTER(64, 128);

  private final int usualMebibytes;
  private final int mostMebibytes;

  DemoHost(int usualMebibytes, int mostMebibytes) {
    this.usualMebibytes = usualMebibytes;
    this.mostMebibytes = mostMebibytes;
  }

  /** How much is written and verified when nobody says. */
  public int usualMebibytes() {
    return usualMebibytes;
  }

  /** As much as fits into the volume beside what the story itself writes. */
  int mostMebibytes() {
    return mostMebibytes;
  }

  /** Its name in reports. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
