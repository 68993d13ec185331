package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.liteio.demo.DemoReport;
import dev.liteio.demo.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code liteio demo --json} prints. */
class DemoReportTest {

  @Test
  void it_is_one_object_of_these_keys() throws JsonProcessingException {
    DemoReport report =
        new DemoReport(
            true, "cluster", 64, true, 0, List.of(), List.of(new Stage("begin", 7)), null);

    assertThat(new ObjectMapper().writeValueAsString(report))
        .isEqualTo(
            """
            {"ok":true,"host":"cluster","bytesVerified":64,"secondHostRefused":true,\
            "acknowledgedWritesLost":0,"leftovers":[],"stages":[{"name":"begin","millis":7}],\
            "failure":null}\
            """);
  }
}
