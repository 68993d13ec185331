package dev.liteio.demo;

import dev.liteio.rpc.Driver;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.storage.CSINodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import io.fabric8.mockwebserver.vertx.Protocol;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** A Kubernetes API in memory. It keeps objects and watches; it validates nothing. */
public final class ApiServer implements AutoCloseable {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  // held here: a logger that nobody holds forgets its level
  private static final Logger REQUESTS = Logger.getLogger("io.fabric8.mockwebserver");

  private final KubernetesMockServer server;
  private final KubernetesClient client;

  private ApiServer(KubernetesMockServer server) {
    this.server = server;
    this.client = server.createClient();
  }

  /** Starts one on a free port of the loopback. */
  public static ApiServer start() throws UnknownHostException {
    return start(false);
  }

  /** The same with TLS and HTTP/2; its certificate is nobody's to trust. */
  static ApiServer startWithTls() throws UnknownHostException {
    return start(true);
  }

  private static ApiServer start(boolean tls) throws UnknownHostException {
    REQUESTS.setLevel(Level.WARNING);
    Map<ServerRequest, Queue<ServerResponse>> expectations = new HashMap<>();
    MockWebServer web = new MockWebServer();
    if (tls) {
      web.setProtocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1));
    }
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(), web, expectations, new KubernetesCrudDispatcher(), tls);
    server.init(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), 0);
    return new ApiServer(server);
  }

  /** A client of it. */
  public KubernetesClient client() {
    return client;
  }

  /** Its port on the loopback. */
  public int port() {
    return server.getPort();
  }

  /** What a kubelet writes when it runs and the driver's node plugin has registered. */
  public void addNode(String name) {
    client
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build())
        .create();
    client
        .resource(
            new CSINodeBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .addNewDriver()
                .withName(Driver.NAME)
                .withNodeID(name)
                .endDriver()
                .endSpec()
                .build())
        .create();
  }

  /**
   * Ends it. It may wait for itself in vain when a watch is closed as it is told something: its
   * event loop for the thread that tells, and that one for the loop. Then it is left to end alone.
   */
  @Override
  public void close() {
    client.close();
    try {
      server.destroy();
    } catch (IllegalStateException e) {
      LOG.warn("the API in memory has not ended in time", e);
    }
  }
}
