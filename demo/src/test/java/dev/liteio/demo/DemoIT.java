package dev.liteio.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole story, with every part real but the kernel. */
@Timeout(300)
class DemoIT {

  @Test
  void aVolumeLivesThroughAKilledTargetAndLeavesNothingBehind() {
    ByteArrayOutputStream story = new ByteArrayOutputStream();
    DemoReport report;
    try (Demo demo =
        new Demo(
            new DemoOptions(DemoHost.JVM, false, 64),
            new PrintStream(story, true, StandardCharsets.UTF_8))) {
      report = demo.run();
    }
    assertThat(report.failure()).as(story.toString(StandardCharsets.UTF_8)).isNull();
    assertThat(report.ok()).isTrue();
    assertThat(report.host()).isEqualTo("jvm");
    assertThat(report.bytesVerified()).isGreaterThanOrEqualTo(2L * (64 << 20));
    assertThat(report.secondHostRefused()).isTrue();
    assertThat(report.acknowledgedWritesLost()).isZero();
    assertThat(report.leftovers()).isEmpty();
    assertThat(report.stages()).extracting(Stage::name).contains("DeleteVolume");
  }
}
