package dev.liteio.target.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The params of a request, read as strictly as SPDK reads them: an explicit null, a wrong type and
 * a member nobody asked for are errors. Whoever has read all it wants calls {@link #end}.
 */
public final class Params {

  private static final long UINT32 = 0xffffffffL;
  private static final Pattern UUID_FORM =
      Pattern.compile(
          "[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");

  private final @Nullable JsonNode given;
  private final JsonNode members;
  private final BadParams bad;
  private final Set<String> asked = new HashSet<>();

  Params(@Nullable JsonNode given, BadParams bad) {
    this.given = given;
    this.members = given == null ? JsonNodeFactory.instance.objectNode() : given;
    this.bad = bad;
  }

  /** Whether the request had params at all, were they empty. */
  public boolean isPresent() {
    return given != null;
  }

  /** Whether there is not a single member. */
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** The family's error for params that cannot be decoded. */
  public RpcError error() {
    return bad.error();
  }

  /** Nothing else may be there; nothing but an object may be there. */
  public void end() throws RpcError {
    if (!(members instanceof ObjectNode)) {
      throw error();
    }
    var names = members.fieldNames();
    while (names.hasNext()) {
      if (!asked.contains(names.next())) {
        throw error();
      }
    }
  }

  private @Nullable JsonNode member(String name) throws RpcError {
    asked.add(name);
    if (!(members instanceof ObjectNode)) {
      throw error();
    }
    JsonNode member = members.get(name);
    if (member != null && member.isNull()) {
      throw error();
    }
    return member;
  }

  public Optional<String> text(String name) throws RpcError {
    JsonNode member = member(name);
    if (member == null) {
      return Optional.empty();
    }
    if (!member.isTextual()) {
      throw error();
    }
    return Optional.of(member.textValue());
  }

  public String requiredText(String name) throws RpcError {
    return text(name).orElseThrow(this::error);
  }

  public Optional<Boolean> flag(String name) throws RpcError {
    JsonNode member = member(name);
    if (member == null) {
      return Optional.empty();
    }
    if (!member.isBoolean()) {
      throw error();
    }
    return Optional.of(member.booleanValue());
  }

  /** A whole number that is not negative; {@code 2.0} and {@code 1e1} pass. */
  public OptionalLong number(String name) throws RpcError {
    JsonNode member = member(name);
    return member == null ? OptionalLong.empty() : OptionalLong.of(whole(member));
  }

  private long whole(JsonNode member) throws RpcError {
    if (!member.isNumber()) {
      throw error();
    }
    try {
      BigDecimal value = member.decimalValue();
      long whole = value.longValueExact();
      if (whole < 0) {
        throw error();
      }
      return whole;
    } catch (ArithmeticException e) {
      throw error();
    }
  }

  public long requiredNumber(String name) throws RpcError {
    return number(name).orElseThrow(this::error);
  }

  /** A number of 32 bits. */
  public int number32(String name, int otherwise) throws RpcError {
    long value = number(name).orElse(otherwise);
    if (value > UINT32) {
      throw error();
    }
    return (int) value;
  }

  public Optional<UUID> uuid(String name) throws RpcError {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!UUID_FORM.matcher(text.get()).matches()) {
      throw error();
    }
    String hex = text.get().replace("-", "");
    return Optional.of(
        new UUID(
            Long.parseUnsignedLong(hex.substring(0, 16), 16),
            Long.parseUnsignedLong(hex.substring(16), 16)));
  }

  public Optional<List<String>> texts(String name) throws RpcError {
    JsonNode member = member(name);
    if (member == null) {
      return Optional.empty();
    }
    if (!member.isArray()) {
      throw error();
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode element : member) {
      if (!element.isTextual()) {
        throw error();
      }
      texts.add(element.textValue());
    }
    return Optional.of(texts);
  }

  /** The members of a member. */
  public Params requiredObject(String name) throws RpcError {
    JsonNode member = member(name);
    if (!(member instanceof ObjectNode)) {
      throw error();
    }
    return new Params(member, bad);
  }
}
