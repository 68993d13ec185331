package dev.liteio.cli;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** A failure in one line for people; the rest of it in the log. */
final class ShortErrors implements IExecutionExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(ShortErrors.class);

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    commandLine.getErr().println("liteio: " + message(failure));
    LOG.debug("command={}", commandLine.getCommandName(), failure);
    // what was asked for makes no sense: wrong usage, as if the parser had found it
    return failure instanceof IllegalArgumentException
        ? commandLine.getCommandSpec().exitCodeOnInvalidInput()
        : commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  /** What happened: a client says itself only which question it asked. */
  private static String message(Throwable failure) {
    if (!(failure instanceof KubernetesClientException)) {
      return text(failure);
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    boolean answered = root instanceof KubernetesClientException refusal && refusal.getCode() > 0;
    return answered
        ? text(root)
        : "the API server does not answer: %s; see KUBECONFIG and `kubectl cluster-info`"
            .formatted(root);
  }

  private static String text(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
