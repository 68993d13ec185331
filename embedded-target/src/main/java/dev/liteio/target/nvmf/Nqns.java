package dev.liteio.target.nvmf;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What SPDK takes for an NQN: the check is shallow (month 13 passes). */
public final class Nqns {

  private static final int MIN = 11;
  private static final int MAX = 223;
  private static final String UUID_PREFIX = "nqn.2014-08.org.nvmexpress:uuid:";
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern FORM =
      Pattern.compile(
          "nqn\\.[0-9]{4}-[0-9]{2}\\.[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
              + "(?:\\.[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*:.+");

  private Nqns() {}

  /** Whether a subsystem or a host may be called so. */
  public static boolean isValid(String nqn) {
    int length = nqn.getBytes(StandardCharsets.UTF_8).length;
    if (length < MIN || length > MAX) {
      return false;
    }
    if (nqn.equals(NvmfTarget.DISCOVERY_NQN)) {
      return true;
    }
    if (nqn.startsWith(UUID_PREFIX)) {
      return UUID_FORM.matcher(nqn.substring(UUID_PREFIX.length())).matches();
    }
    return FORM.matcher(nqn).matches();
  }
}
