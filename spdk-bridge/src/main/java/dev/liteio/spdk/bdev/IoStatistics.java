package dev.liteio.spdk.bdev;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;
import java.util.Map;

/**
 * The answer of bdev_get_iostat.
 *
 * @param tickRate ticks per second
 * @param ticks now
 */
public record IoStatistics(long tickRate, long ticks, List<OfBdev> bdevs) {

  /**
   * Counters of one bdev since the target started; latencies are sums in ticks. The target reads
   * new bdevs itself when it examines them.
   */
  public record OfBdev(
      String name,
      long bytesRead,
      long numReadOps,
      long bytesWritten,
      long numWriteOps,
      long bytesUnmapped,
      long numUnmapOps,
      long readLatencyTicks,
      long writeLatencyTicks,
      long unmapLatencyTicks,
      @JsonSetter(nulls = Nulls.AS_EMPTY) Map<String, Long> ioError) {}
}
