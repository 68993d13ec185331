package dev.liteio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ShortErrorsTest {

  private static String said(Exception failure) {
    StringWriter err = new StringWriter();
    CommandLine command = Liteio.commandLine().setErr(new PrintWriter(err, true));
    new ShortErrors().handleExecutionException(failure, command, command.parseArgs());
    return err.toString();
  }

  @Test
  void a_refusal_of_the_api_server_is_told_in_its_words() {
    var refused = new KubernetesClientException("storage is (re)initializing", 429, null);

    assertThat(said(new KubernetesClientException("[list] failed.", refused, 429, null, null)))
        .isEqualTo("liteio: storage is (re)initializing%n".formatted());
  }

  @Test
  void a_server_that_does_not_answer_is_called_so() {
    assertThat(said(new KubernetesClientException("[list] failed.", new ConnectException("no"))))
        .contains("the API server does not answer", "ConnectException: no");
  }
}
