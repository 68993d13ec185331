package dev.liteio.target.nvmf;

import dev.liteio.target.nvme.Outcome;
import dev.liteio.target.nvme.Status;

/**
 * A Connect that is refused. Never with DNR: hosts keep trying, and come back when they are let in.
 */
final class AdmissionRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private static final long IN_DATA = 0x0001_0000L;
  private static final long OFFSET_SUBNQN = 256;
  private static final long OFFSET_CNTLID = 16;

  private final transient Outcome outcome;

  private AdmissionRefusedException(String message, int status, long result) {
    super(message);
    this.outcome = new Outcome(status, result, null);
  }

  static AdmissionRefusedException hostNotAllowed() {
    return new AdmissionRefusedException("host not allowed here", Status.CONNECT_INVALID_HOST, 0);
  }

  static AdmissionRefusedException unknownSubsystem() {
    return new AdmissionRefusedException(
        "unknown subsystem", Status.CONNECT_INVALID_PARAMETER, IN_DATA | OFFSET_SUBNQN);
  }

  static AdmissionRefusedException unknownController() {
    return new AdmissionRefusedException(
        "unknown controller", Status.CONNECT_INVALID_PARAMETER, IN_DATA | OFFSET_CNTLID);
  }

  static AdmissionRefusedException noControllerLeft() {
    return new AdmissionRefusedException("no controller id left", 0x0181, 0);
  }

  static AdmissionRefusedException invalidField(long result) {
    return new AdmissionRefusedException("invalid field", Status.CONNECT_INVALID_PARAMETER, result);
  }

  Outcome outcome() {
    return outcome;
  }
}
