package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;

/** Where a target listens: {@code tcp}, an IP address, a port. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Endpoint(
    @Required Transport transport,
    @Required String address,
    @Required @Min(1) @Max(65535) int port) {

  @Override
  public String toString() {
    return transport.trtype() + "://" + address + ":" + port;
  }
}
