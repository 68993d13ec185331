package dev.liteio.e2e.image;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;

/** The image that a lane has built before. */
record ProductImage(String name) {
  private static final String VARIABLE = "LITEIO_IMAGE";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String NOBODY = "65532:65532";

  /** The one that the environment names; without one there is nothing to test. */
  static ProductImage built() {
    String name = System.getenv(VARIABLE);
    if (name == null || name.isBlank()) {
      throw new IllegalStateException(
          "%s: not set (expected: the image's name): run this by scripts/with-image.sh, which builds it"
              .formatted(VARIABLE));
    }
    return new ProductImage(name);
  }

  /** What it takes in the daemon's store. */
  long bytes() {
    return Objects.requireNonNull(
        DockerClientFactory.lazyClient().inspectImageCmd(name).exec().getSize());
  }

  /**
   * A container with nothing its node could miss, as the chart runs the controller: an unprivileged
   * user, no capability, no network, and no place to write but {@code /tmp}.
   */
  GenericContainer<?> container(String... arguments) {
    return new GenericContainer<>(name)
        .withCommand(arguments)
        .withNetworkMode("none")
        // native code is unpacked there, and run
        .withTmpFs(Map.of("/tmp", "rw,exec,mode=1777"))
        .withStartupTimeout(PATIENCE)
        .withCreateContainerCmdModifier(ProductImage::restrict);
  }

  private static void restrict(CreateContainerCmd command) {
    HostConfig host = Objects.requireNonNull(command.getHostConfig());
    command
        .withUser(NOBODY)
        .withHostConfig(
            host.withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges")));
  }

  /** What it writes when it is run to its end, which must be a good one. */
  String run(Map<String, String> environment, String... arguments) {
    try (GenericContainer<?> container = container(arguments)) {
      container
          .withEnv(environment)
          .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(PATIENCE))
          .start();
      return container.getLogs();
    }
  }
}
