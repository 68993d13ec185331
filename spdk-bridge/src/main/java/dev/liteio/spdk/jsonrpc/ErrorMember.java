package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The member error: code and message, and data that is not looked at. */
record ErrorMember(int code, String text) {

  static ErrorMember read(JsonParser json, AnswerParser answer) throws IOException {
    if (!json.isExpectedStartObjectToken()) {
      throw answer.violation("the error is no object");
    }
    @Nullable Integer code = null;
    @Nullable String text = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals("code") && value == JsonToken.VALUE_NUMBER_INT) {
        code = json.getIntValue();
      } else if (name.equals("message") && value == JsonToken.VALUE_STRING) {
        text = json.getText();
      } else {
        json.skipChildren();
      }
    }
    if (code == null || text == null) {
      throw answer.violation("the error has no code or no message");
    }
    return new ErrorMember(code, text);
  }
}
