package dev.liteio.demo;

import java.util.List;

/** What a story found out on its way. */
final class Evidence {

  private long bytesVerified;
  private boolean secondHostRefused;
  private long lost;
  private List<String> leftovers = List.of();

  /** So many more bytes were read back and are what was written. */
  void verified(long bytes) {
    bytesVerified += bytes;
  }

  void secondHostRefused(boolean refused) {
    secondHostRefused = refused;
  }

  /** So many acknowledged writes are not there. */
  void lost(long writes) {
    lost += writes;
  }

  void leftovers(List<String> found) {
    leftovers = List.copyOf(found);
  }

  long bytesVerified() {
    return bytesVerified;
  }

  boolean isSecondHostRefused() {
    return secondHostRefused;
  }

  long lost() {
    return lost;
  }

  List<String> leftovers() {
    return leftovers;
  }

  /** Whether everything found out is as it should be. */
  boolean isGood() {
    return secondHostRefused && lost == 0 && leftovers.isEmpty();
  }
}
