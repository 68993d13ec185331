package dev.liteio.demo.cluster;

import dev.liteio.demo.guest.CommandResult;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The target of a node, asked over the socket that its Pod shares with the agent. */
public final class NodeTarget {
  private static final String SOCKET =
      "/var/lib/kubelet/pods/*/volumes/kubernetes.io~empty-dir/socket/spdk.sock";

  /** Needs perl-base only; an answer is complete when its braces are. */
  private static final String ASK =
      """
      my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$ARGV[0]: $!";
      syswrite $s, qq({"jsonrpc": "2.0", "id": 1, "method": "$ARGV[1]", "params": $ARGV[2]});
      my $t = "";
      do { sysread $s, $t, 65536, length $t or last } until $t && ($t =~ tr/{//) == ($t =~ tr/}//);
      print $t;
      """;

  private static final Pattern SUBSYSTEM =
      Pattern.compile("\"nqn\": ?\"(nqn\\.2026-11\\.dev\\.liteio:[^\"]+)\"");

  private static final Pattern LVOL =
      Pattern.compile(
          "\"aliases\": ?\\[\\s*\"([^\"]+)\"[^{}]*?\"product_name\": ?\"Logical Volume\"");

  private final ClusterNode node;

  /** That of this node. */
  public NodeTarget(ClusterNode node) {
    this.node = node;
  }

  /** Its subsystems and logical volumes, a line each. */
  List<String> holds() {
    return Stream.concat(
            found("nvmf_get_subsystems", SUBSYSTEM).map(nqn -> "exports " + nqn),
            found("bdev_get_bdevs", LVOL).map(lvol -> "has lvol " + lvol))
        .map(what -> "the target of " + node.name() + " " + what)
        .toList();
  }

  /** What is not known, because it does not answer, counts as something. */
  private Stream<String> found(String method, Pattern pattern) {
    CommandResult answer = ask(method, "{}");
    return answer.ok()
        ? pattern.matcher(answer.stdout()).results().map(match -> match.group(1))
        : Stream.of("(does not answer)");
  }

  /**
   * Calls a method, behind the back of the agent.
   *
   * @param params a JSON object
   * @return the answer as it came
   * @throws ClusterException when the target refuses
   */
  public String call(String method, String params) {
    String answer = ask(method, params).orThrow().stdout();
    if (answer.contains("\"error\"")) {
      throw new ClusterException(
          "the target of %s refused %s %s: %s".formatted(node.name(), method, params, answer));
    }
    return answer;
  }

  private CommandResult ask(String method, String params) {
    return node.guest()
        .attempt(
            "perl -MIO::Socket::UNIX -e '%s' $(ls -t %s | head -n 1) %s '%s'"
                .formatted(ASK, SOCKET, method, params));
  }
}
