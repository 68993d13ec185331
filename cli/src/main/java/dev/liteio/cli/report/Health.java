package dev.liteio.cli.report;

/** How an object is. */
public enum Health {
  /** As it should be. */
  GOOD("ok"),
  /** Neither good nor bad. */
  NEUTRAL("-"),
  /** Not yet as it should be; somebody is at work, or waits. */
  WAITING("..."),
  /** It works, and somebody should look at it. */
  WARN("!"),
  /** Somebody has to do something. */
  BAD("!!");

  private final String mark;

  Health(String mark) {
    this.mark = mark;
  }

  /** A short sign of it for a terminal. */
  public String mark() {
    return mark;
  }
}
