package dev.liteio.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class WorkQueueTest {

  private final WorkQueue<String> queue = new WorkQueue<>();

  @Test
  void aKeyStandsInTheQueueOnce() throws Exception {
    queue.add("a");
    queue.add("a");
    queue.add("b");
    assertThat(queue.take()).contains("a");
    assertThat(queue.take()).contains("b");
  }

  @Test
  void aKeyThatIsBeingWorkedOnComesAgainAfterwards() throws Exception {
    queue.add("a");
    queue.take();
    queue.add("a");
    queue.add("b");
    assertThat(queue.take()).as("a has a worker").contains("b");
    queue.done("a");
    assertThat(queue.take()).contains("a");
  }

  @Test
  void aKeyComesWhenItIsDueAndSoonerWhenAskedFor() throws Exception {
    queue.addAfter("late", Duration.ofHours(1));
    queue.addAfter("soon", Duration.ofMillis(1));
    assertThat(queue.take()).contains("soon");
    queue.add("late");
    assertThat(queue.take()).contains("late");
  }

  @Test
  void aClosedQueueGivesNothing() throws Exception {
    queue.add("a");
    queue.close();
    assertThat(queue.take()).isEmpty();
  }
}
