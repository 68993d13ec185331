package dev.liteio.spdk.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerFramerTest {

  private static final String STREAM =
      " {\"a\":\"}{\\\"\\\\\"}\n{\"ä\":[{},[1,\"]\"]]}{}\r\n\t{\"b\":2}";
  private static final List<String> FRAMES =
      List.of("{\"a\":\"}{\\\"\\\\\"}", "{\"ä\":[{},[1,\"]\"]]}", "{}", "{\"b\":2}");

  @Test
  void frames_are_the_same_however_the_stream_is_cut_in_two() throws ProtocolViolation {
    byte[] stream = STREAM.getBytes(StandardCharsets.UTF_8);
    for (int cut = 0; cut <= stream.length; cut++) {
      AnswerFramer framer = new AnswerFramer(1000);
      List<String> frames = new ArrayList<>();
      collect(framer, ByteBuffer.wrap(stream, 0, cut), frames);
      collect(framer, ByteBuffer.wrap(stream, cut, stream.length - cut), frames);
      assertThat(frames).as("cut at %s", cut).isEqualTo(FRAMES);
      assertThat(framer.isMidFrame()).isFalse();
    }
  }

  @Test
  void frames_are_the_same_byte_by_byte() throws ProtocolViolation {
    AnswerFramer framer = new AnswerFramer(1000);
    List<String> frames = new ArrayList<>();
    for (byte one : STREAM.getBytes(StandardCharsets.UTF_8)) {
      collect(framer, ByteBuffer.wrap(new byte[] {one}), frames);
    }
    assertThat(frames).isEqualTo(FRAMES);
  }

  @Test
  void a_frame_of_the_limit_passes_and_one_byte_more_does_not() throws ProtocolViolation {
    String frame = "{\"a\":\"" + "z".repeat(20_000) + "\"}";
    AnswerFramer exact = new AnswerFramer(frame.length());
    assertThat(exact.next(bytes(frame))).isPresent();
    AnswerFramer short1 = new AnswerFramer(frame.length() - 1);
    assertThatThrownBy(() -> short1.next(bytes(frame)))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining("longer than " + (frame.length() - 1));
  }

  @Test
  void anything_but_an_object_is_refused_with_what_it_was() {
    AnswerFramer framer = new AnswerFramer(1000);
    assertThatThrownBy(() -> framer.next(bytes(" SSH-2.0-server\u0007")))
        .hasMessageContaining("SSH-2.0-server?");
  }

  @Test
  void half_a_frame_is_known_as_such() throws ProtocolViolation {
    AnswerFramer framer = new AnswerFramer(1000);
    assertThat(framer.next(bytes("{\"a\":"))).isEmpty();
    assertThat(framer.isMidFrame()).isTrue();
  }

  @Test
  void what_is_no_utf8_is_no_answer_even_where_the_parser_does_not_look() throws IOException {
    String seen = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"%same\":1}}";
    AnswerParser.parse(bytes(seen.formatted("")).array());
    byte[] broken = bytes(seen.formatted("_")).array();
    broken[seen.indexOf("%s")] = (byte) 0xff;
    assertThatThrownBy(() -> AnswerParser.parse(broken)).hasMessageContaining("not UTF-8");
  }

  private static void collect(AnswerFramer framer, ByteBuffer bytes, List<String> frames)
      throws ProtocolViolation {
    Optional<byte[]> frame = framer.next(bytes);
    while (frame.isPresent()) {
      frames.add(new String(frame.get(), StandardCharsets.UTF_8));
      frame = framer.next(bytes);
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
