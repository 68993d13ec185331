package dev.liteio.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;

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

  /** A client for that cluster. */
  public static KubernetesClient create(Config config) {
    config.setRequestTimeout(REQUEST_MILLIS);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setRequestRetryBackoffLimit(NO_HIDDEN_RETRIES);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }
}
