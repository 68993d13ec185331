package dev.liteio.volume;

import java.util.regex.Pattern;

/**
 * The CSI volume_id, which is also the name of the Volume object.
 *
 * <p>Derived from the CSI name alone, so that a repeated CreateVolume finds what the first made. It
 * is safe in a path, a label and a kubelet volume name.
 */
public record VolumeId(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern PROVISIONED =
      Pattern.compile("pvc-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  public VolumeId {
    Checks.matching(
        FORM, "volume id", value, "1 to 63 of a-z, 0-9 and -, as CreateVolume answered");
  }

  /** The id of the volume that CSI calls {@code name} (any Unicode, up to 128 bytes). */
  public static VolumeId ofCsiName(String name) {
    return new VolumeId(PROVISIONED.matcher(name).matches() ? name : "vol-" + Digest.of(name, 32));
  }

  /** Whether {@code text} could be an id of ours at all; anything else names no volume. */
  public static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
