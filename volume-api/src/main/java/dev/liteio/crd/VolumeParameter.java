package dev.liteio.crd;

/** StorageClass parameters that travel in {@link VolumeSpec#parameters} to the consumer's node. */
public final class VolumeParameter {
  /** The file system to make when the request names none. */
  public static final String FS_TYPE = "fsType";

  /** Words for mkfs's command line. */
  public static final String MKFS_OPTIONS = "mkfsOptions";

  private VolumeParameter() {}
}
