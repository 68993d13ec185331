package dev.liteio.cli;

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
    String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    commandLine.getErr().println("liteio: " + message);
    LOG.debug("command={}", commandLine.getCommandName(), failure);
    // what was asked for makes no sense: wrong usage, as if the parser had found it
    return failure instanceof IllegalArgumentException
        ? commandLine.getCommandSpec().exitCodeOnInvalidInput()
        : commandLine.getCommandSpec().exitCodeOnExecutionException();
  }
}
