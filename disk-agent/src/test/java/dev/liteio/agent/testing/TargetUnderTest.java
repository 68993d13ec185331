package dev.liteio.agent.testing;

import dev.liteio.agent.device.DeviceProbe;
import dev.liteio.agent.device.DeviceUse;
import dev.liteio.agent.device.HolderJournal;
import dev.liteio.agent.device.ProcessTable;
import dev.liteio.agent.device.TargetProcess;
import dev.liteio.agent.engine.LvsEngine;
import dev.liteio.agent.engine.LvsLoader;
import dev.liteio.agent.export.SpdkExporter;
import dev.liteio.agent.pass.TargetSession;
import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.jsonrpc.Answers;
import dev.liteio.spdk.jsonrpc.JsonRpcClient;
import dev.liteio.spdk.jsonrpc.JsonRpcConfig;
import dev.liteio.spdk.lvol.Lvol;
import dev.liteio.spdk.lvol.LvstoreQueues;
import dev.liteio.spdk.nvmf.CreateTransport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A running target, a client of it, and the agent's seams over both. */
public final class TargetUnderTest implements AutoCloseable {

  private static final int BLOCK = 4096;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final ProcessTable PROCESSES = new ProcessTable(Path.of("/proc"));

  private final RunningTarget running;
  private final Path journal;
  private final int fileBlockSize;
  private final JsonRpcClient client;
  private final SpdkTarget target;
  private final TargetSession session;

  private TargetUnderTest(RunningTarget running, Path journal, int fileBlockSize) {
    this.running = running;
    this.fileBlockSize = fileBlockSize;
    this.journal = journal;
    this.client = JsonRpcClient.start(JsonRpcConfig.of(running.socket()));
    long generation = client.awaitConnected(PATIENCE);
    this.target = SpdkTarget.over(client.onGeneration(generation), new LvstoreQueues());
    Answers.await(target.framework().waitInit());
    this.session = newSession();
  }

  /** Connects to a target that runs. */
  public static TargetUnderTest connect(RunningTarget running, Path journal) {
    return connect(running, journal, BLOCK);
  }

  /** The same, with blocks of this size on files. */
  public static TargetUnderTest connect(RunningTarget running, Path journal, int fileBlockSize) {
    TargetUnderTest connected = new TargetUnderTest(running, journal, fileBlockSize);
    Answers.await(connected.target.nvmf().createTransport(CreateTransport.tcp()));
    return connected;
  }

  /** Another client of a target that somebody else drives; it does not end the target. */
  public static TargetUnderTest observe(RunningTarget running, Path journal) {
    return new TargetUnderTest(
        new RunningTarget() {
          @Override
          public Path socket() {
            return running.socket();
          }

          @Override
          public void kill() {
            throw new UnsupportedOperationException("only observed");
          }

          @Override
          public void close() {}
        },
        journal,
        BLOCK);
  }

  /** Deletes a logical volume behind the agent's back. */
  public void deleteLvol(String name) {
    Answers.await(target.lvols().list()).stream()
        .filter(lvol -> lvol.name().equals(name))
        .forEach(lvol -> Answers.await(target.lvols().delete(lvol.fullName())));
  }

  /** The names of all logical volumes. */
  public List<String> lvolNames() {
    return Answers.await(target.lvols().list()).stream().map(Lvol::name).sorted().toList();
  }

  /** The uuids of all logical volumes by name: another uuid is another volume. */
  public Map<String, String> lvolUuids() {
    return Answers.await(target.lvols().list()).stream()
        .collect(Collectors.toMap(Lvol::name, Lvol::uuid));
  }

  /** All hosts that any subsystem lets in. */
  public Set<String> listedHosts() {
    return Answers.await(target.nvmf().subsystems()).stream()
        .flatMap(subsystem -> subsystem.hosts().stream())
        .map(host -> host.nqn())
        .collect(Collectors.toSet());
  }

  private TargetSession newSession() {
    long pid = Answers.await(target.framework().reactors()).pid();
    TargetProcess process = TargetProcess.identify(PROCESSES, pid, running.socket());
    LvsLoader loader =
        new LvsLoader(
            target,
            process,
            PROCESSES,
            new HolderJournal(journal),
            new DeviceProbe(DeviceUse.ofThisMachine()),
            fileBlockSize);
    return new TargetSession(
        process, new LvsEngine(target, loader), new SpdkExporter(target.nvmf()));
  }

  /** The target's own interfaces. */
  public SpdkTarget spdk() {
    return target;
  }

  /** The agent's seams. */
  public TargetSession session() {
    return session;
  }

  /** The process or instance. */
  public RunningTarget running() {
    return running;
  }

  @Override
  public void close() throws IOException {
    client.close();
    running.close();
  }
}
