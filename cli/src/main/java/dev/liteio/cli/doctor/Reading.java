package dev.liteio.cli.doctor;

import java.util.function.Function;

/** Something that was read from outside, or why it could not be. */
public sealed interface Reading<T> {

  /** It was read. */
  record Seen<T>(T value) implements Reading<T> {}

  /** It was not. */
  record Unreadable<T>(String why) implements Reading<T> {}

  /** One or the other. */
  static <T> Reading<T> of(T value) {
    return new Seen<>(value);
  }

  /** Why it could not be read. */
  static <T> Reading<T> unreadable(String why) {
    return new Unreadable<>(why);
  }

  /** What was read, or {@code otherwise}. */
  default T orElse(T otherwise) {
    return switch (this) {
      case Seen<T> seen -> seen.value();
      case Unreadable<T> _ -> otherwise;
    };
  }

  /** What follows from it, or from the reason why it could not be read. */
  default <R> R fold(Function<T, R> read, Function<String, R> unreadable) {
    return switch (this) {
      case Seen<T> seen -> read.apply(seen.value());
      case Unreadable<T> failed -> unreadable.apply(failed.why());
    };
  }
}
