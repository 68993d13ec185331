package dev.liteio.spdk.lvol;

/**
 * Parameters of bdev_lvol_create.
 *
 * @param sizeInMib MiB, rounded up to whole clusters by the target
 * @param thinProvision clusters are taken when written, and may run out then
 * @param clearMethod what becomes of the data when clusters are released; kept with the volume
 */
public record CreateLvol(
    LvolName name, long sizeInMib, boolean thinProvision, ClearMethod clearMethod) {

  public CreateLvol {
    if (sizeInMib < 1) {
      throw new IllegalArgumentException(
          "size of logical volume " + name + " is " + sizeInMib + " MiB, expected at least 1");
    }
  }
}
