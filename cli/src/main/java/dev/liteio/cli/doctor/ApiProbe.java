package dev.liteio.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the API server for its version, and reads its clock by the way. */
final class ApiProbe {

  private static final long SECONDS = 15;

  private ApiProbe() {}

  static Reading<ApiAnswer> ask(KubernetesClient client) {
    String address = String.valueOf(client.getMasterUrl());
    HttpClient http = client.getHttpClient();
    Instant before = Instant.now();
    try {
      HttpResponse<String> answer =
          http.sendAsync(
                  http.newHttpRequestBuilder().uri(URI.create(address).resolve("version")).build(),
                  String.class)
              .get(SECONDS, TimeUnit.SECONDS);
      if (answer.code() != HttpURLConnection.HTTP_OK) {
        return Reading.unreadable("%s answered %d".formatted(address, answer.code()));
      }
      return Reading.of(
          new ApiAnswer(
              address,
              version(answer.body()),
              ahead(answer.headers("Date"), before, Instant.now())));
    } catch (ExecutionException e) {
      return Reading.unreadable("%s: %s".formatted(address, root(e)));
    } catch (TimeoutException e) {
      return Reading.unreadable("%s: no answer for %d s".formatted(address, SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reading.unreadable("interrupted");
    }
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }

  private static String version(String body) {
    try {
      return new ObjectMapper().readTree(body).path("gitVersion").asText("of unknown version");
    } catch (JsonProcessingException e) {
      return "of unknown version";
    }
  }

  /**
   * How far a Date header is ahead of the middle of a question that was asked meanwhile. The header
   * has whole seconds, so that it is half a second late on average.
   */
  static Optional<Duration> ahead(List<String> dates, Instant asked, Instant answered) {
    if (dates.isEmpty()) {
      return Optional.empty();
    }
    try {
      Instant theirs =
          ZonedDateTime.parse(dates.getFirst(), DateTimeFormatter.RFC_1123_DATE_TIME)
              .toInstant()
              .plusMillis(500);
      Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
      return Optional.of(Duration.between(ours, theirs));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
