package dev.liteio.spdk.jsonrpc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns SPDK's code and message into a reason. One text comes under several codes, one code for
 * several causes, and nvmf hides most causes behind two texts; so the method decides first, then
 * the text, then the code.
 */
final class SpdkReasons {

  private static final int METHOD_NOT_FOUND = -32601;
  private static final String INVALID_PARAMETERS = "Invalid parameters";

  /** Refuse with "Invalid parameters" what is missing, taken, there already, or malformed. */
  private static final Set<String> HIDE_CAUSES =
      Set.of(
          "nvmf_subsystem_add_ns",
          "nvmf_subsystem_remove_ns",
          "nvmf_subsystem_set_ns_ana_group",
          "nvmf_ns_add_host",
          "nvmf_ns_remove_host",
          "nvmf_subsystem_add_listener",
          "nvmf_subsystem_remove_listener",
          "nvmf_subsystem_add_host",
          "nvmf_subsystem_remove_host");

  private static final List<OfMethod> BY_METHOD =
      List.of(
          // the file shrank under an open bdev: no retry helps
          new OfMethod("bdev_aio_rescan", -16, SpdkReason.NOT_PERMITTED),
          new OfMethod("bdev_uring_rescan", -16, SpdkReason.NOT_PERMITTED),
          // the host is not in the list
          new OfMethod("nvmf_subsystem_set_keys", -22, SpdkReason.NOT_FOUND),
          // not allowed, not there, not reachable, wrong key: all the same
          new OfMethod("bdev_nvme_attach_controller", -5, SpdkReason.AMBIGUOUS),
          // the transport is not compiled in
          new OfMethod("bdev_nvme_attach_controller", -19, SpdkReason.UNSUPPORTED),
          // the kernel has no ublk driver
          new OfMethod("ublk_create_target", -32603, SpdkReason.UNSUPPORTED));

  private static final List<OfText> BY_TEXT =
      List.of(
          new OfText("Method may only be called after framework", SpdkReason.NOT_READY),
          new OfText("Method may only be called before framework", SpdkReason.NOT_PERMITTED),
          new OfText("Internal error", SpdkReason.AMBIGUOUS),
          new OfText("Unable to create subsystem", SpdkReason.AMBIGUOUS),
          new OfText("error setting ANA state", SpdkReason.AMBIGUOUS),
          new OfText("No such device", SpdkReason.NOT_FOUND),
          new OfText("No such file or directory", SpdkReason.NOT_FOUND),
          new OfText("Required key not available", SpdkReason.NOT_FOUND),
          new OfText("Unable to find target", SpdkReason.NOT_FOUND),
          new OfText("does not exist", SpdkReason.NOT_FOUND),
          new OfText("not found", SpdkReason.NOT_FOUND),
          new OfText("File exists", SpdkReason.ALREADY_EXISTS),
          new OfText("already exists", SpdkReason.ALREADY_EXISTS),
          new OfText("No space left on device", SpdkReason.NO_SPACE),
          new OfText("Cannot allocate memory", SpdkReason.NO_MEMORY),
          new OfText("Device or resource busy", SpdkReason.BUSY),
          new OfText("Resource temporarily unavailable", SpdkReason.BUSY),
          new OfText("Operation not permitted", SpdkReason.NOT_PERMITTED),
          new OfText("Connection timed out", SpdkReason.TIMED_OUT),
          new OfText("Input/output error", SpdkReason.INPUT_OUTPUT),
          new OfText("spdk_json_decode_object failed", SpdkReason.INVALID),
          new OfText("requires no ", SpdkReason.INVALID),
          new OfText("has no parameters", SpdkReason.INVALID),
          new OfText("No rate limits specified", SpdkReason.INVALID),
          new OfText("Invalid ", SpdkReason.INVALID));

  private static final Map<Integer, SpdkReason> BY_CODE =
      Map.ofEntries(
          Map.entry(-1, SpdkReason.NOT_PERMITTED),
          Map.entry(-2, SpdkReason.NOT_FOUND),
          Map.entry(-5, SpdkReason.INPUT_OUTPUT),
          Map.entry(-6, SpdkReason.NOT_FOUND),
          Map.entry(-11, SpdkReason.BUSY),
          Map.entry(-12, SpdkReason.NO_MEMORY),
          Map.entry(-16, SpdkReason.BUSY),
          Map.entry(-17, SpdkReason.ALREADY_EXISTS),
          Map.entry(-19, SpdkReason.NOT_FOUND),
          Map.entry(-22, SpdkReason.INVALID),
          Map.entry(-28, SpdkReason.NO_SPACE),
          Map.entry(-38, SpdkReason.UNSUPPORTED),
          Map.entry(-95, SpdkReason.UNSUPPORTED),
          Map.entry(-110, SpdkReason.TIMED_OUT),
          Map.entry(-114, SpdkReason.ALREADY_EXISTS),
          Map.entry(-126, SpdkReason.NOT_FOUND));

  private SpdkReasons() {}

  static SpdkReason of(String method, int code, String text) {
    if (code == METHOD_NOT_FOUND) {
      return SpdkReason.UNSUPPORTED;
    }
    if (text.equals(INVALID_PARAMETERS) && HIDE_CAUSES.contains(method)) {
      return SpdkReason.AMBIGUOUS;
    }
    return byMethod(method, code)
        .or(() -> byText(text))
        .orElseGet(() -> BY_CODE.getOrDefault(code, SpdkReason.UNKNOWN));
  }

  private static Optional<SpdkReason> byMethod(String method, int code) {
    return BY_METHOD.stream()
        .filter(rule -> rule.code() == code && rule.method().equals(method))
        .map(OfMethod::reason)
        .findFirst();
  }

  private static Optional<SpdkReason> byText(String text) {
    return BY_TEXT.stream()
        .filter(rule -> text.contains(rule.part()))
        .map(OfText::reason)
        .findFirst();
  }

  private record OfMethod(String method, int code, SpdkReason reason) {}

  private record OfText(String part, SpdkReason reason) {}
}
