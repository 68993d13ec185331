package dev.liteio.proto;

import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import csi.v1.Csi;
import java.util.Set;
import java.util.TreeSet;

/** Spells a compiled descriptor as the lines of a .facts file. */
final class DescriptorFacts {
  private final FileDescriptor file;
  private final Set<String> lines = new TreeSet<>();

  private DescriptorFacts(FileDescriptor file) {
    this.file = file;
  }

  static Set<String> of(FileDescriptor file) {
    var facts = new DescriptorFacts(file);
    file.getServices().forEach(facts::service);
    file.getMessageTypes().forEach(facts::message);
    file.getEnumTypes().forEach(facts::enumeration);
    return facts.lines;
  }

  private void service(ServiceDescriptor service) {
    lines.add(
        "service "
            + service.getName()
            + mark(" alpha", service.getOptions().getExtension(Csi.alphaService)));
    for (MethodDescriptor method : service.getMethods()) {
      lines.add(
          "rpc %s/%s %s %s %s%s"
              .formatted(
                  service.getName(),
                  method.getName(),
                  streaming(method),
                  local(method.getInputType().getFullName()),
                  local(method.getOutputType().getFullName()),
                  mark(" alpha", method.getOptions().getExtension(Csi.alphaMethod))));
    }
  }

  private static String streaming(MethodDescriptor method) {
    if (method.isClientStreaming()) {
      return "client-stream";
    }
    return method.isServerStreaming() ? "server-stream" : "unary";
  }

  private void message(Descriptor message) {
    if (message.getOptions().getMapEntry()) {
      return;
    }
    String name = local(message.getFullName());
    lines.add(
        "message " + name + mark(" alpha", message.getOptions().getExtension(Csi.alphaMessage)));
    for (FieldDescriptor field : message.getFields()) {
      lines.add("field " + name + " " + field.getNumber() + " " + described(field));
    }
    message.getNestedTypes().forEach(this::message);
    message.getEnumTypes().forEach(this::enumeration);
  }

  private String described(FieldDescriptor field) {
    var oneof = field.getRealContainingOneof();
    return field.getName()
        + " "
        + type(field)
        + (oneof == null ? "" : " oneof:" + oneof.getName())
        + mark(" secret", field.getOptions().getExtension(Csi.csiSecret))
        + mark(" alpha", field.getOptions().getExtension(Csi.alphaField));
  }

  private String type(FieldDescriptor field) {
    if (field.isMapField()) {
      boolean strings =
          field.getMessageType().getFields().stream()
              .allMatch(part -> part.getJavaType() == JavaType.STRING);
      return strings ? "map" : "map-of-something-else";
    }
    String one =
        switch (field.getJavaType()) {
          case MESSAGE -> local(field.getMessageType().getFullName());
          case ENUM -> local(field.getEnumType().getFullName());
          default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
        };
    return field.isRepeated() ? "repeated-" + one : one;
  }

  private void enumeration(EnumDescriptor enumeration) {
    String name = local(enumeration.getFullName());
    EnumOptions options = enumeration.getOptions();
    lines.add("enum " + name + mark(" alpha", options.getExtension(Csi.alphaEnum)));
    for (EnumValueDescriptor value : enumeration.getValues()) {
      lines.add(
          "value %s %s=%d%s"
              .formatted(
                  name,
                  value.getName(),
                  value.getNumber(),
                  mark(" alpha", value.getOptions().getExtension(Csi.alphaEnumValue))));
    }
  }

  private String local(String fullName) {
    String own = file.getPackage() + ".";
    return fullName.startsWith(own) ? fullName.substring(own.length()) : fullName;
  }

  private static String mark(String word, boolean set) {
    return set ? word : "";
  }
}
