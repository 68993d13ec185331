package dev.liteio.cli;

import dev.liteio.rpc.Driver;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"liteio " + Driver.thisBuild().version()};
  }
}
