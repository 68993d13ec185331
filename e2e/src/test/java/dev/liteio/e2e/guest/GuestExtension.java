package dev.liteio.e2e.guest;

import dev.liteio.demo.guest.Guest;
import dev.liteio.demo.guest.GuestConfig;
import dev.liteio.demo.guest.GuestException;
import dev.liteio.demo.guest.GuestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Boots the guest of an {@link InGuest} class and ends it with the class. Its files stay in {@code
 * target/guest/<class>}: console, commands with their output, and the state of the guest after a
 * failed test.
 */
final class GuestExtension
    implements BeforeAllCallback, AfterTestExecutionCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(GuestExtension.class);
  private static final String DIAGNOSIS =
      "dmesg | tail -n 80; grep -s . /sys/class/nvme/nvme*/subsysnqn /sys/class/nvme/nvme*/state; cat /proc/mounts; ps -ef";

  @Override
  public void beforeAll(ExtensionContext context) {
    if (store(context).get(Guest.class) == null) {
      store(context).put(Guest.class, boot(context.getRequiredTestClass()));
    }
  }

  private static Guest boot(Class<?> test) {
    Path folder = Path.of("target", "guest", test.getSimpleName()).toAbsolutePath();
    GuestConfig config = GuestConfig.of(GuestKernel.locate(System.getenv()), folder);
    InGuest wanted = test.getAnnotation(InGuest.class);
    return Guest.boot(wanted == null ? config : config.withMemoryMiB(wanted.memoryMiB()));
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    if (context.getExecutionException().isEmpty()) {
      return;
    }
    Guest guest = guest(context);
    Path file = guest.config().folder().resolve(context.getRequiredTestMethod().getName() + ".txt");
    try {
      Files.writeString(file, guest.attempt(DIAGNOSIS, Duration.ofMinutes(1)).toString());
    } catch (GuestException e) {
      Files.writeString(file, e.toString());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Guest.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return guest(context);
  }

  private static Guest guest(ExtensionContext context) {
    return store(context).get(Guest.class, Guest.class);
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(NAMESPACE);
  }
}
