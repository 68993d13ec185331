package dev.liteio.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import csi.v1.Csi;
import java.util.List;
import java.util.Set;

/**
 * A message as {@code key=value} on one line, without what must not be logged: fields that the
 * descriptor marks as csi_secret, and mount flags, which may be sensitive too.
 */
final class RequestText {
  private static final String STRIPPED = "***stripped***";
  private static final int LONGEST = 4096;
  private static final Set<String> SENSITIVE = Set.of("mount_flags");

  private final StringBuilder text = new StringBuilder();

  private RequestText() {}

  static String of(Message message) {
    var request = new RequestText();
    request.append("", message);
    String all = request.text.toString();
    return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "...";
  }

  private void append(String prefix, Message message) {
    message.getAllFields().forEach((field, value) -> field(prefix + field.getName(), field, value));
  }

  private void field(String key, FieldDescriptor field, Object value) {
    if (field.getOptions().getExtension(Csi.csiSecret) || SENSITIVE.contains(field.getName())) {
      pair(key, STRIPPED);
    } else if (value instanceof List<?> elements) {
      for (Object element : elements) {
        one(key, element);
      }
    } else {
      one(key, value);
    }
  }

  private void one(String key, Object value) {
    switch (value) {
      case MapEntry<?, ?> entry -> pair(key + "." + entry.getKey(), entry.getValue());
      case Message nested when nested.getAllFields().isEmpty() -> pair(key, "{}");
      case Message nested -> append(key + ".", nested);
      default -> pair(key, value);
    }
  }

  private void pair(String key, Object value) {
    if (!text.isEmpty()) {
      text.append(' ');
    }
    text.append(plain(key)).append('=').append(quoted(String.valueOf(value)));
  }

  private static String quoted(String value) {
    String plain = plain(value);
    return plain.isEmpty() || plain.indexOf(' ') >= 0 || plain.indexOf('=') >= 0
        ? '"' + plain + '"'
        : plain;
  }

  /** One line stays one line, whatever a caller sends. */
  static String plain(String value) {
    return value.codePoints().anyMatch(Character::isISOControl)
        ? value.replaceAll("\\p{Cntrl}", "?")
        : value;
  }
}
