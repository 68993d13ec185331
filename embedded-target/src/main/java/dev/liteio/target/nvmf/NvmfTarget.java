package dev.liteio.target.nvmf;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** All that is exported. */
public final class NvmfTarget implements AutoCloseable {

  public static final String DISCOVERY_NQN = "nqn.2014-08.org.nvmexpress.discovery";

  /** With the discovery subsystem. */
  private static final int SUBSYSTEM_LIMIT = 1024;

  private static final long TICK_MILLIS = 500;

  private final ConcurrentSkipListMap<String, Subsystem> subsystems = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService keepAlive =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("nvmf-keep-alive").factory());
  private volatile boolean tcp;

  public NvmfTarget() {
    SubsystemOptions defaults = SubsystemOptions.of(DISCOVERY_NQN);
    subsystems.put(
        DISCOVERY_NQN,
        new Subsystem(
            new SubsystemOptions(
                DISCOVERY_NQN,
                true,
                defaults.serialNumber(),
                defaults.modelNumber(),
                0,
                1,
                SubsystemOptions.CNTLID_LIMIT,
                false)));
    var _ =
        keepAlive.scheduleWithFixedDelay(
            this::dropSilent, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void dropSilent() {
    long now = System.nanoTime();
    for (Subsystem subsystem : subsystems.values()) {
      for (Controller controller : subsystem.controllers()) {
        if (controller.isExpired(now)) {
          controller.stop();
        }
      }
    }
  }

  /** Whether the TCP transport has been created. */
  public boolean hasTcp() {
    return tcp;
  }

  /** Creates the TCP transport. */
  public void createTcp() {
    tcp = true;
  }

  /** All subsystems, by NQN. */
  public List<Subsystem> all() {
    return List.copyOf(subsystems.values());
  }

  public Optional<Subsystem> find(String nqn) {
    return Optional.ofNullable(subsystems.get(nqn));
  }

  public synchronized Subsystem create(SubsystemOptions options) throws NvmfException {
    if (!Nqns.isValid(options.nqn())
        || subsystems.containsKey(options.nqn())
        || options.nqn().equals(DISCOVERY_NQN)
        || subsystems.size() >= SUBSYSTEM_LIMIT) {
      throw new NvmfException(options.nqn());
    }
    Subsystem subsystem = new Subsystem(options);
    subsystems.put(options.nqn(), subsystem);
    return subsystem;
  }

  /** Cuts every connection of a subsystem and forgets it. */
  public boolean delete(String nqn) {
    Subsystem subsystem = subsystems.remove(nqn);
    if (subsystem == null) {
      return false;
    }
    subsystem.delete();
    return true;
  }

  @Override
  public void close() {
    keepAlive.shutdownNow();
    subsystems.keySet().forEach(this::delete);
  }
}
