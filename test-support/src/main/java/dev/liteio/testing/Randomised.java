package dev.liteio.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A test over generated cases: {@code ./check soak SECONDS} runs it for longer. */
@Test
@Tag("randomised")
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Randomised {}
