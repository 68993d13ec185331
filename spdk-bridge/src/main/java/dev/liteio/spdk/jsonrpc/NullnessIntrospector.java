package dev.liteio.spdk.jsonrpc;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * A member of an answer is optional exactly when the record component is {@code @Nullable}, or says
 * what stands for it when it is absent.
 */
final class NullnessIntrospector extends JacksonAnnotationIntrospector {

  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    if (!(member instanceof AnnotatedParameter parameter)) {
      return super.hasRequiredMarker(member);
    }
    return !isNullable(parameter) && !hasAbsentValue(parameter);
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    JsonSetter.Value declared = super.findSetterInfo(annotated);
    if (!(annotated instanceof AnnotatedParameter parameter)
        || isNullable(parameter)
        || declared.getValueNulls() != Nulls.DEFAULT) {
      return declared;
    }
    return JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL);
  }

  private boolean hasAbsentValue(AnnotatedParameter parameter) {
    return super.findSetterInfo(parameter).getValueNulls() == Nulls.AS_EMPTY;
  }

  private static boolean isNullable(AnnotatedParameter parameter) {
    return parameter.getOwner().getMember() instanceof Constructor<?> constructor
        && constructor.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(
            Nullable.class);
  }
}
