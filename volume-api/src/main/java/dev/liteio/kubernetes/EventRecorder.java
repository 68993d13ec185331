package dev.liteio.kubernetes;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what happened to an object, where {@code kubectl describe} shows it. The same words
 * about the same object are told once in ten minutes, however often a loop comes by and however
 * many replicas look.
 */
public final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final Duration QUIET = Duration.ofMinutes(10);
  private static final int REMEMBERED = 4096;
  private static final int MESSAGE_LIMIT = 1024;

  private final KubernetesClient client;
  private final String component;
  private final String namespace;
  private final Clock clock;
  private final Map<String, Instant> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * A recorder.
   *
   * @param component who speaks, such as {@code liteio-agent}
   * @param namespace where events about cluster-scoped objects go
   */
  public EventRecorder(KubernetesClient client, String component, String namespace, Clock clock) {
    this.client = client;
    this.component = component;
    this.namespace = namespace;
    this.clock = clock;
  }

  /** Something that went as it should. */
  public void normal(HasMetadata about, String reason, String message) {
    tell(about, "Normal", reason, message);
  }

  /** Something that somebody should look at. */
  public void warning(HasMetadata about, String reason, String message) {
    tell(about, "Warning", reason, message);
  }

  private void tell(HasMetadata about, String type, String reason, String message) {
    String uid = Objects.requireNonNullElse(about.getMetadata().getUid(), "");
    Instant now = clock.instant();
    String key = uid + '/' + reason + '/' + message;
    if (!isNews(key, now)) {
      return;
    }
    try {
      client
          .v1()
          .events()
          .inNamespace(namespace)
          .resource(event(about, type, reason, message, now))
          .create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return; // another replica, or we before a restart, told it
      }
      // an event is a courtesy: what happened also stands in the status; who hears of it again
      // says it again
      forget(key);
      LOG.warn(
          "action=event kind={} name={} reason={} error=\"{}\"",
          about.getKind(),
          about.getMetadata().getName(),
          reason,
          e.getMessage());
    }
  }

  private synchronized boolean isNews(String key, Instant now) {
    Instant last = told.get(key);
    if (last != null && last.plus(QUIET).isAfter(now)) {
      return false;
    }
    told.put(key, now);
    return true;
  }

  private synchronized void forget(String key) {
    told.remove(key);
  }

  private Event event(HasMetadata about, String type, String reason, String message, Instant now) {
    String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    String unique =
        UUID.nameUUIDFromBytes(
                (about.getMetadata().getUid()
                        + reason
                        + message
                        + now.getEpochSecond() / QUIET.toSeconds())
                    .getBytes(StandardCharsets.UTF_8))
            .toString();
    return new EventBuilder()
        .withNewMetadata()
        .withName(about.getMetadata().getName() + "." + unique.substring(0, 13))
        .withNamespace(namespace)
        .endMetadata()
        .withType(type)
        .withReason(reason)
        .withMessage(
            message.length() > MESSAGE_LIMIT ? message.substring(0, MESSAGE_LIMIT) : message)
        .withFirstTimestamp(time)
        .withLastTimestamp(time)
        .withCount(1)
        .withNewSource()
        .withComponent(component)
        .endSource()
        .withReportingComponent(component)
        .withNewInvolvedObject()
        .withApiVersion(about.getApiVersion())
        .withKind(about.getKind())
        .withName(about.getMetadata().getName())
        .withUid(about.getMetadata().getUid())
        .withResourceVersion(about.getMetadata().getResourceVersion())
        .endInvolvedObject()
        .build();
  }
}
