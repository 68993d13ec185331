package dev.liteio.e2e.guest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test class runs against a guest of its own, booted once for the class and injected where a
 * parameter is a {@code Guest}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(GuestExtension.class)
public @interface InGuest {
  /** Memory of the guest in MiB. */
  int memoryMiB() default 1536;
}
