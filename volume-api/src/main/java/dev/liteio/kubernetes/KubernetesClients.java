package dev.liteio.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import okhttp3.OkHttpClient;

/** Clients of the API server. */
public final class KubernetesClients {

  // The first handshake of a process that has just started takes seconds where CPU is scarce, as on
  // a node that boots. One that is begun again makes it scarcer still.
  private static final int CONNECT_MILLIS = 15_000;
  private static final int REQUEST_MILLIS = 30_000;
  // who retries knows why: a write that timed out may have happened
  private static final int NO_HIDDEN_RETRIES = 0;

  private KubernetesClients() {}

  /** A client for the cluster this process runs in, or the one KUBECONFIG names. */
  public static KubernetesClient create() {
    return create(Config.autoConfigure(null));
  }

  /**
   * A client for that cluster. A watch whose connection is closed is told; one whose connection is
   * dead finds out by {@link Config#getWebsocketPingInterval}, 30 seconds unless the config says
   * otherwise: a ping that was not answered before the next one is due.
   */
  public static KubernetesClient create(Config config) {
    config.setRequestTimeout(REQUEST_MILLIS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestRetryBackoffLimit(NO_HIDDEN_RETRIES);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new Connections())
        .build();
  }

  private static final class Connections extends OkHttpClientFactory {
    @Override
    protected void additionalConfig(OkHttpClient.Builder builder) {
      // it would send also a write again
      builder.retryOnConnectionFailure(false);
    }
  }
}
