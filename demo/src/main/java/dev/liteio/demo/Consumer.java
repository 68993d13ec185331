package dev.liteio.demo;

import java.util.List;
import java.util.Map;

/** The node that uses the volume, with whatever host it has. */
interface Consumer extends AutoCloseable {

  String NODE = "consumer-1";
  String OTHER_NODE = "consumer-2";

  /** {@code jvm} or {@code kernel}. */
  String host();

  /** Brings the volume to where it is used. */
  void attach(String volume, Map<String, String> publishContext) throws Exception;

  /**
   * Writes and reads back.
   *
   * @return how many bytes were compared
   */
  long writeAndVerify(int mebibytes) throws Exception;

  /** Whether the target refuses a host that nobody let in. */
  boolean isStrangerRefused() throws Exception;

  /** Writes without end, keeping account of what was acknowledged. */
  void startWriting() throws Exception;

  /** Waits until writes are acknowledged again. */
  void awaitProgress() throws Exception;

  /**
   * Stops writing and compares everything ever acknowledged.
   *
   * @return how many acknowledged writes are not there
   */
  long stopAndCountLost() throws Exception;

  /** How many bytes the last comparison looked at. */
  long comparedBytes();

  /** Uses what the volume has become. */
  void useGrown(long bytes) throws Exception;

  /** Lets go of the volume. */
  void detach(String volume) throws Exception;

  /** How to look at what is left running. */
  List<String> hints();

  @Override
  void close();
}
