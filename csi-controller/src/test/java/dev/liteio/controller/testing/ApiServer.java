package dev.liteio.controller.testing;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An API in memory that can refuse one client its writes from some moment on. */
public final class ApiServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String DOOMED = "doomed";

  private final Doom doom = new Doom();
  private final Moment moment = new Moment();
  private final KubernetesMockServer server =
      new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), doom, false);

  public ApiServer() {
    server.init();
  }

  public KubernetesClient client() {
    return server.createClient();
  }

  /**
   * The client of a controller that dies: its writes are refused from some moment on; or that is
   * stopped for a while.
   */
  public KubernetesClient doomedClient() {
    try (KubernetesClient plain = server.createClient()) {
      Config config = new ConfigBuilder(plain.getConfiguration()).withUserAgent(DOOMED).build();
      return new KubernetesClientBuilder()
          .withConfig(config)
          .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("moment", moment))
          .build();
    }
  }

  /**
   * The controller of the doomed client is stopped before its next write to such an object, and
   * goes on when {@code meanwhile} is over.
   */
  public void stopBeforeWriteTo(String plural, Runnable meanwhile) {
    moment.awaited.set(new Awaited(path -> path.contains("/" + plural + "/"), meanwhile));
  }

  /** The same before it makes one. */
  public void stopBeforeCreationOf(String plural, Runnable meanwhile) {
    moment.awaited.set(new Awaited(path -> path.endsWith("/" + plural), meanwhile));
  }

  /** Whether it has been stopped and gone on. */
  public boolean hasGoneOn() {
    return moment.awaited.get() == null;
  }

  /** The doomed client has so many writes left. */
  public void grantWrites(int writes) {
    doom.writesLeft.set(writes);
  }

  /**
   * Ends it. It may wait for itself in vain when a watch is closed as it is told something: its
   * event loop for the thread that tells, and that one for the loop. Then it is left to end alone.
   */
  @Override
  public void close() {
    try {
      server.destroy();
    } catch (IllegalStateException e) {
      LOG.warn("the API in memory has not ended in time", e);
    }
  }

  private record Awaited(Predicate<String> path, Runnable meanwhile) {}

  private static final class Moment implements Interceptor {
    private final AtomicReference<Awaited> awaited = new AtomicReference<>();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      Awaited next = awaited.get();
      if (next != null
          && !request.method().equals("GET")
          && next.path.test(request.uri().getPath())
          && awaited.compareAndSet(next, null)) {
        next.meanwhile.run();
      }
    }
  }

  private static final class Doom extends KubernetesCrudDispatcher {
    private static final int FORBIDDEN = 403;
    private static final int CONFLICT = 409;
    private static final Pattern VERSION =
        Pattern.compile("\"resourceVersion\"\\s*:\\s*\"(\\d+)\"");
    private final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String agent = request.getHeader("User-Agent");
      if (agent != null
          && agent.contains(DOOMED)
          && request.method() != HttpMethod.GET
          && writesLeft.getAndDecrement() <= 0) {
        return new MockResponse().setResponseCode(FORBIDDEN);
      }
      return request.method() == HttpMethod.GET ? super.dispatch(request) : write(request);
    }

    /** Unlike its parent it minds the preconditions of a deletion, as an API server does. */
    private synchronized MockResponse write(RecordedRequest request) {
      if (request.method() == HttpMethod.DELETE) {
        var expected = VERSION.matcher(request.getUtf8Body());
        var present = findResource(getKey(request.getPath()));
        if (expected.find() && present != null) {
          var actual = VERSION.matcher(present.getValue());
          if (!actual.find() || !actual.group(1).equals(expected.group(1))) {
            return new MockResponse().setResponseCode(CONFLICT);
          }
        }
      }
      return super.dispatch(request);
    }
  }
}
