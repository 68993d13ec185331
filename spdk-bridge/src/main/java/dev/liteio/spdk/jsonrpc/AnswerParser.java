package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one frame, strictly: jsonrpc 2.0, an id of ours, either result or error, nothing else, no
 * member twice. The result is checked to be JSON and left for the caller to read.
 */
final class AnswerParser {

  private static final JsonFactory FACTORY = SpdkJson.factory();

  private final byte[] frame;
  private boolean versioned;
  private @Nullable Long id;
  private boolean nullId;
  private int resultStart = -1;
  private int resultEnd;
  private @Nullable ErrorMember error;

  private AnswerParser(byte[] frame) {
    this.frame = frame;
  }

  static Answer parse(byte[] frame) throws ProtocolViolation {
    if (!Utf8.isValid(frame)) {
      throw new AnswerParser(frame).violation("not UTF-8");
    }
    try (JsonParser json = FACTORY.createParser(frame)) {
      return new AnswerParser(frame).read(json);
    } catch (ProtocolViolation violation) {
      throw violation;
    } catch (IOException | RuntimeException broken) {
      throw new ProtocolViolation(
          "the peer sent \"" + Shown.bytes(frame) + "\": " + Shown.message(broken));
    }
  }

  private Answer read(JsonParser json) throws IOException {
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      member(json, json.currentName());
    }
    if (json.nextToken() != null) {
      throw violation("something follows the object");
    }
    return answer();
  }

  private void member(JsonParser json, String name) throws IOException {
    JsonToken value = json.nextToken();
    switch (name) {
      case "jsonrpc" -> readVersion(json, value);
      case "id" -> readId(json, value);
      case "result" -> readResult(json);
      case "error" -> error = ErrorMember.read(json, this);
      default -> throw violation("unknown member \"" + Shown.text(name) + "\"");
    }
  }

  private void readVersion(JsonParser json, JsonToken value) throws IOException {
    versioned = value == JsonToken.VALUE_STRING && json.getText().equals("2.0");
    json.skipChildren();
  }

  private void readId(JsonParser json, JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      nullId = true;
    } else if (value == JsonToken.VALUE_NUMBER_INT) {
      id = json.getLongValue();
    } else {
      throw violation("the id is no integer");
    }
  }

  private void readResult(JsonParser json) throws IOException {
    resultStart = (int) json.currentTokenLocation().getByteOffset();
    json.finishToken();
    json.skipChildren();
    resultEnd = (int) json.currentLocation().getByteOffset();
  }

  private Answer answer() throws ProtocolViolation {
    if (!versioned) {
      throw violation("the member jsonrpc is not \"2.0\"");
    }
    if ((error == null) == (resultStart < 0)) {
      throw violation("expected either result or error");
    }
    if (id == null) {
      throw violation(nullId ? "the id is null: some request was not understood" : "no id");
    }
    return error == null
        ? new Answer.Success(id, new JsonSlice(frame, resultStart, resultEnd - resultStart))
        : new Answer.Failure(id, error.code(), error.text());
  }

  ProtocolViolation violation(String what) {
    return new ProtocolViolation("the peer sent \"" + Shown.bytes(frame) + "\": " + what);
  }
}
