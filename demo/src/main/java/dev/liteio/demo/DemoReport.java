package dev.liteio.demo;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the story ended.
 *
 * @param ok whether every stage did what it should
 * @param host whose NVMe host was used: {@code jvm}, {@code kernel} or {@code cluster}
 * @param bytesVerified how many bytes were read back and compared
 * @param secondHostRefused whether a second host was refused on the wire, and by the controller
 *     where the story asks it
 * @param acknowledgedWritesLost writes that were acknowledged and were not there afterwards
 * @param leftovers what was still there after everything was deleted
 * @param stages in the order they ran
 * @param failure why it is not ok
 */
@JsonPropertyOrder({
  "ok",
  "host",
  "bytesVerified",
  "secondHostRefused",
  "acknowledgedWritesLost",
  "leftovers",
  "stages",
  "failure"
})
public record DemoReport(
    boolean ok,
    String host,
    long bytesVerified,
    boolean secondHostRefused,
    long acknowledgedWritesLost,
    List<String> leftovers,
    List<Stage> stages,
    @Nullable String failure) {}
