package dev.liteio.e2e.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.liteio.e2e.site.Site;
import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Controllers, an agent, a target and hosts on the wire: what a node writes that was unpublished
 * lands nowhere, whoever it is and however often it comes back.
 */
@Timeout(300)
class OneWriterIT {
  private static final String A = "node-a";
  private static final String B = "node-b";
  private static final int SENT_AWAY = 40;
  private static final long FAR = 1_000_000_000L;

  @TempDir Path folder;
  private final List<EndlessWriter> writers = new ArrayList<>();
  private Site site;
  private String volume;

  @BeforeEach
  void start() throws Exception {
    site = new Site(folder, A, B);
    volume = site.create("v", 16L << 20);
  }

  @AfterEach
  void stop() throws Exception {
    writers.forEach(EndlessWriter::close);
    site.stop();
  }

  private EndlessWriter writer(HostOptions options, long from) {
    EndlessWriter writer = new EndlessWriter(options, from);
    writers.add(writer);
    return writer;
  }

  @Test
  void nothingLandsAfterUnpublishAnswered() throws Exception {
    for (int round = 0; round < 3; round++) {
      // a node that writes, is thrown out under its writes, and goes on trying for ever
      long numbers = round * FAR;
      EndlessWriter former = writer(site.publish(round % 2, volume, A), numbers);
      former.awaitWrites(100);
      site.unpublish((round + 1) % 2, volume, A);
      long last = former.last();

      HostOptions next = site.publish(0, volume, B);
      assertThat(stillness(next, former))
          .as("numbers, of which %d was the last before Unpublish answered", last)
          .anyMatch(number -> number > numbers)
          .allMatch(number -> number <= last);
      holdsWhatItsOnlyWriterLeaves(next, former, -1);
      site.unpublish(1, volume, B);

      holdsWhatItsOnlyWriterLeaves(site.publish(0, volume, A), former, -2);
      site.unpublish(1, volume, A);
    }
  }

  /** What is on the volume, which nobody changes while the former one tries. */
  private static Set<Long> stillness(HostOptions options, EndlessWriter former) throws Exception {
    try (NvmeHost host = NvmeHost.connect(options)) {
      List<Long> found = Slots.read(host);
      former.awaitRefusals(SENT_AWAY);
      assertThat(Slots.read(host).equals(found)).as("read again, nobody wrote").isTrue();
      return new HashSet<>(found);
    }
  }

  private static void holdsWhatItsOnlyWriterLeaves(
      HostOptions options, EndlessWriter former, long number) throws Exception {
    try (NvmeHost host = NvmeHost.connect(options)) {
      long written = former.written();
      int blockSize = Slots.blockSize(host);
      for (int slot = 0; slot < Slots.COUNT; slot++) {
        Slots.write(host, blockSize, slot, number);
      }
      former.awaitRefusals(SENT_AWAY);
      assertThat(new HashSet<>(Slots.read(host))).as("numbers on the volume").containsOnly(number);
      assertThat(former.written()).as("writes acknowledged").isEqualTo(written);
    }
  }
}
