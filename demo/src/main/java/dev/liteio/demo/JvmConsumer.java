package dev.liteio.demo;

import dev.liteio.crd.Attachment;
import dev.liteio.crd.Endpoint;
import dev.liteio.crd.ServedLeg;
import dev.liteio.kubernetes.ObjectClient;
import dev.liteio.target.host.HostOptions;
import dev.liteio.target.host.NvmeHost;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.PublishContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A consumer whose NVMe/TCP host is the JVM. */
final class JvmConsumer implements Consumer {

  private static final int NSID = 1;
  private static final int CHUNK = 131072;

  private final ApiServer api;
  private @Nullable HostOptions options;
  private @Nullable NvmeHost host;
  private @Nullable JvmWriter writer;
  private long compared;
  private int verified;

  JvmConsumer(ApiServer api) {
    this.api = api;
  }

  @Override
  public String host() {
    return "jvm";
  }

  @Override
  public void attach(String volume, Map<String, String> publishContext) throws IOException {
    PublishContext context = PublishContext.parse(publishContext);
    Attachment attachment =
        new ObjectClient<>(api.client(), Attachment.class)
            .get(context.attachment())
            .orElseThrow(() -> new IOException("no attachment " + context.attachment()));
    ServedLeg leg = attachment.getSpec().legsOrEmpty().get(0);
    options = options(leg, context.host()).withIoQueues(2);
    host = NvmeHost.connect(options);
  }

  private static HostOptions options(ServedLeg leg, HostIdentity identity) throws IOException {
    Endpoint endpoint = leg.endpoints().get(0);
    return HostOptions.of(
        new InetSocketAddress(InetAddress.getByName(endpoint.address()), endpoint.port()),
        LegIdentity.parse(leg.uuid()).nqn().value(),
        identity.nqn().value(),
        identity.id());
  }

  private HostOptions options() throws IOException {
    HostOptions known = options;
    if (known == null) {
      throw new IOException("not attached");
    }
    return known;
  }

  private NvmeHost connected() throws IOException {
    NvmeHost current = host;
    if (current == null || !current.isConnected()) {
      current = NvmeHost.connect(options());
      host = current;
    }
    return current;
  }

  @Override
  public long writeAndVerify(int mebibytes) throws IOException {
    NvmeHost current = connected();
    int blockSize = current.geometry(NSID).blockSize();
    int chunks = (int) (((long) mebibytes << 20) / CHUNK);
    for (int chunk = 0; chunk < chunks; chunk++) {
      current.write(NSID, lba(chunk, blockSize), blockSize, StampedBlock.of(chunk, 1, CHUNK));
    }
    current.flush(NSID);
    verified = chunks;
    return verify(current, blockSize);
  }

  private long verify(NvmeHost current, int blockSize) throws IOException {
    for (int chunk = 0; chunk < verified; chunk++) {
      ByteBuffer room = ByteBuffer.allocate(CHUNK);
      current.read(NSID, lba(chunk, blockSize), blockSize, room);
      if (StampedBlock.sequence(chunk, room.flip()) != 1) {
        throw new IOException("chunk %d is not what was written".formatted(chunk));
      }
    }
    return (long) verified * CHUNK;
  }

  private static long lba(int chunk, int blockSize) {
    return (long) chunk * CHUNK / blockSize;
  }

  @Override
  public boolean isStrangerRefused() throws IOException {
    return Stranger.isRefused(options().address(), options().subsystemNqn());
  }

  @Override
  public void startWriting() throws IOException {
    NvmeHost current = connected();
    JvmWriter fresh =
        new JvmWriter(
            options(),
            current.geometry(NSID),
            (long) verified * CHUNK / current.geometry(NSID).blockSize());
    writer = fresh;
    fresh.start();
  }

  private JvmWriter writer() throws IOException {
    JvmWriter current = writer;
    if (current == null) {
      throw new IOException("nothing is being written");
    }
    return current;
  }

  @Override
  public void awaitProgress() throws IOException, InterruptedException {
    writer().awaitProgress();
  }

  @Override
  public long stopAndCountLost() throws IOException, InterruptedException {
    JvmWriter current = writer();
    current.stop();
    NvmeHost reader = connected();
    long lost = current.countLost(reader);
    compared = current.comparedBytes() + verify(reader, reader.geometry(NSID).blockSize());
    return lost;
  }

  @Override
  public long comparedBytes() {
    return compared;
  }

  @Override
  public void useGrown(long bytes) throws IOException {
    NvmeHost current = connected();
    NvmeHost.NamespaceGeometry geometry = current.geometry(NSID);
    if (geometry.bytes() < bytes) {
      throw new IOException("%d bytes are seen (expected: %d)".formatted(geometry.bytes(), bytes));
    }
    long lba = geometry.blocks() - CHUNK / geometry.blockSize();
    current.write(NSID, lba, geometry.blockSize(), StampedBlock.of(0, 7, CHUNK));
    ByteBuffer room = ByteBuffer.allocate(CHUNK);
    current.read(NSID, lba, geometry.blockSize(), room);
    if (StampedBlock.sequence(0, room.flip()) != 7) {
      throw new IOException("the new end of the volume does not hold what was written");
    }
  }

  @Override
  public void detach(String volume) throws IOException {
    connected().disconnect();
    host = null;
  }

  @Override
  public List<String> hints() {
    HostOptions known = options;
    return known == null
        ? List.of()
        : List.of(
            "nvme connect -t tcp -a %s -s %d -n %s -q %s -I %s"
                .formatted(
                    known.address().getAddress().getHostAddress(),
                    known.address().getPort(),
                    known.subsystemNqn(),
                    known.hostNqn(),
                    known.hostId()));
  }

  @Override
  public void close() {
    JvmWriter current = writer;
    if (current != null) {
      current.stop();
    }
    NvmeHost open = host;
    if (open != null) {
      open.close();
    }
  }
}
