package dev.liteio.target.lvs;

import java.io.IOException;

/** Metadata of an lvstore that is not what was written; it is refused, never replaced. */
public final class DamagedMetadataException extends IOException {

  private static final long serialVersionUID = 1L;

  DamagedMetadataException(String file, long offset, String what) {
    super(
        "%s: damaged at byte %d: %s. Nothing was changed; restore the file from a copy."
            .formatted(file, offset, what));
  }
}
