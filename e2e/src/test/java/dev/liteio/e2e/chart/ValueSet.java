package dev.liteio.e2e.chart;

import java.util.List;

/**
 * What an administrator gives to helm.
 *
 * @param name what it is, for the test's report
 * @param file content of a file of values
 * @param settings such as {@code --set=target.kind=spdk}
 */
record ValueSet(String name, String file, List<String> settings) {

  /** Nothing but settings. */
  static ValueSet of(String name, String... settings) {
    return new ValueSet(name, "", List.of(settings));
  }

  @Override
  public String toString() {
    return name;
  }
}
