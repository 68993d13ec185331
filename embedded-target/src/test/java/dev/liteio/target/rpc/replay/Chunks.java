package dev.liteio.target.rpc.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Bytes as a recording describes them: text, base64, a run of one character, a run of numbers. */
final class Chunks {

  private Chunks() {}

  static byte[] bytes(JsonNode chunk) {
    if (chunk.isTextual()) {
      return chunk.textValue().getBytes(StandardCharsets.UTF_8);
    }
    if (chunk.has("base64")) {
      return Base64.getDecoder().decode(chunk.get("base64").textValue());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    add(bytes, chunk.path("prefix").asText());
    if (chunk.has("fill")) {
      add(bytes, chunk.get("fill").asText().repeat(chunk.get("count").intValue()));
    } else {
      add(bytes, numbers(chunk, chunk.path("separator").asText()));
    }
    add(bytes, chunk.path("suffix").asText());
    return bytes.toByteArray();
  }

  private static void add(ByteArrayOutputStream bytes, String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The numbers of a range, each put into the template if there is one. */
  static String numbers(JsonNode recipe, String separator) {
    String template = recipe.path("template").asText("$i");
    StringBuilder text = new StringBuilder();
    int last = recipe.get("numbers").get(1).intValue();
    for (int i = recipe.get("numbers").get(0).intValue(); i <= last; i++) {
      text.append(text.isEmpty() ? "" : separator).append(template.replace("$i", "" + i));
    }
    return text.toString();
  }
}
