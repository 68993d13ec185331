package dev.liteio.target.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What a Linux 6.12 host and SPDK's target said to each other. A line is {@code > connection what
 * ...} from the host, {@code < connection what ...} from the controller, {@code ! what} done to the
 * target. Bytes are hex; {@code XXxN} repeats a byte; {@code ~} = the rest was not kept.
 */
record Recorded(int line, String from, String connection, String what, List<String> rest) {

  /** Bytes, perhaps only the first ones. */
  @SuppressWarnings("ArrayRecordComponent")
  record Bytes(byte[] known, boolean cut) {

    static Bytes of(String text) {
      boolean cut = text.endsWith("~");
      String hex = cut ? text.substring(0, text.length() - 1) : text;
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!hex.equals("-")) {
        Arrays.stream(hex.split("\\.")).map(Bytes::piece).forEach(out::writeBytes);
      }
      return new Bytes(out.toByteArray(), cut);
    }

    private static byte[] piece(String text) {
      int times = text.indexOf('x');
      if (times < 0) {
        return HexFormat.of().parseHex(text);
      }
      byte[] run = new byte[Integer.parseInt(text.substring(times + 1))];
      Arrays.fill(run, (byte) HexFormat.fromHexDigits(text, 0, times));
      return run;
    }

    /** With zeroes for what was not kept. */
    byte[] ofLength(int length) {
      return Arrays.copyOf(known, length);
    }
  }

  static List<Recorded> scenario(String name) throws IOException {
    try (InputStream in = Recorded.class.getResourceAsStream("/nvme/" + name + ".txt")) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return java.util.stream.IntStream.range(0, lines.size())
          .filter(i -> !lines.get(i).isBlank() && !lines.get(i).startsWith("#"))
          .mapToObj(i -> parse(i + 1, lines.get(i)))
          .toList();
    }
  }

  private static Recorded parse(int line, String text) {
    List<String> words = List.of(text.split(" "));
    boolean act = words.get(0).equals("!");
    return new Recorded(
        line,
        words.get(0),
        act ? "" : words.get(1),
        words.get(act ? 1 : 2),
        words.subList(act ? 2 : 3, words.size()));
  }

  Bytes bytes(int index) {
    return Bytes.of(rest.get(index));
  }

  int number(int index) {
    return Integer.parseInt(rest.get(index));
  }
}
