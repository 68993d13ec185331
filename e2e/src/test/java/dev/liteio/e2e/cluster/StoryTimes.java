package dev.liteio.e2e.cluster;

import java.time.Duration;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Prints what the stories of the lane cost: what they wait for before they begin (the first one for
 * the cluster and the driver), themselves, and until nothing of them is left.
 */
final class StoryTimes
    implements BeforeEachCallback,
        BeforeTestExecutionCallback,
        AfterTestExecutionCallback,
        AfterEachCallback {
  private static final Namespace NAMESPACE = Namespace.create(StoryTimes.class);
  private static final Duration WORTH_A_LINE = Duration.ofSeconds(10);

  private enum Moment {
    ASKED,
    BEGAN,
    ENDED
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    note(context, Moment.ASKED);
  }

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    note(context, Moment.BEGAN);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    note(context, Moment.ENDED);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    long now = System.nanoTime();
    long asked = noted(context, Moment.ASKED, now);
    long began = noted(context, Moment.BEGAN, now);
    long ended = noted(context, Moment.ENDED, now);
    if (now - asked >= WORTH_A_LINE.toNanos()) {
      System.err.printf(
          "story: %s.%s %d s, before it %d s, after it %d s%n",
          context.getRequiredTestClass().getSimpleName(),
          context.getRequiredTestMethod().getName(),
          Duration.ofNanos(ended - began).toSeconds(),
          Duration.ofNanos(began - asked).toSeconds(),
          Duration.ofNanos(now - ended).toSeconds());
    }
  }

  private static void note(ExtensionContext context, Moment moment) {
    context.getStore(NAMESPACE).put(moment, System.nanoTime());
  }

  // a story whose preparation failed neither began nor ended
  private static long noted(ExtensionContext context, Moment moment, long otherwise) {
    Long at = context.getStore(NAMESPACE).get(moment, Long.class);
    return at == null ? otherwise : at;
  }
}
