package dev.liteio.testing;

import java.time.Duration;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * How many generated cases a randomised test runs, and from which seed each is made.
 *
 * <p>{@code -Dliteio.fuzz.cases} sets their number, {@code -Dliteio.soak.seconds} runs new ones for
 * that long instead, {@code -Dliteio.fuzz.seed} names the seed of the first one.
 *
 * @param seed of the first case; the next one's is one higher
 * @param count how many cases at least
 * @param atLeast for how long at least
 */
public record Cases(long seed, int count, Duration atLeast) {

  /** What every randomised test runs in a plain {@code ./check}. */
  public static final int USUAL = 10_000;

  private static final long FIXED_SEED = 20_261_123;

  /** A case: all it needs of chance comes from the generator it is given. */
  @FunctionalInterface
  public interface Case {
    void run(Random random) throws Exception;
  }

  /** As the system properties say; {@value #USUAL} cases if they say nothing. */
  public static Cases usual() {
    return asMany(USUAL);
  }

  /** As the system properties say; so many if they say nothing: for cases that take long. */
  public static Cases asMany(int usual) {
    int seconds = Integer.getInteger("liteio.soak.seconds", 0);
    boolean soak = seconds > 0;
    return new Cases(
        Long.getLong("liteio.fuzz.seed", soak ? System.nanoTime() : FIXED_SEED),
        soak ? 1 : Integer.getInteger("liteio.fuzz.cases", usual),
        Duration.ofSeconds(seconds));
  }

  /**
   * Runs them all.
   *
   * @throws AssertionError at the first case that fails, with the seed that repeats it
   */
  public void run(Case one) {
    long start = System.nanoTime();
    for (long done = 0; done < count || System.nanoTime() - start < atLeast.toNanos(); done++) {
      run(one, seed + done);
    }
  }

  /** Generators of neighbouring seeds would begin alike if the seeds were not mixed. */
  static Random generator(long seed) {
    return new Random(new SplittableRandom(seed).nextLong());
  }

  private static void run(Case one, long seed) {
    try {
      one.run(generator(seed));
    } catch (Exception | Error e) {
      throw new AssertionError(
          "case fails; to repeat it: -Dliteio.fuzz.seed=%d -Dliteio.fuzz.cases=1: %s"
              .formatted(seed, e),
          e);
    }
  }
}
