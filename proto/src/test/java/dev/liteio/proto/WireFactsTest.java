package dev.liteio.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Extension;
import csi.v1.CreateVolumeRequest;
import csi.v1.Csi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pluginregistration.Pluginregistration;

/** The compiled descriptors against the facts of the wire, field by field, both ways. */
class WireFactsTest {
  @ParameterizedTest
  @ValueSource(strings = {"service", "rpc", "message", "field", "enum", "value"})
  void csiIsVersion112(String kind) throws IOException {
    assertThat(only(kind, DescriptorFacts.of(Csi.getDescriptor())))
        .isEqualTo(only(kind, facts("csi-1.12.facts")));
  }

  @Test
  void registrationIsTheKubelets() throws IOException {
    assertThat(DescriptorFacts.of(Pluginregistration.getDescriptor()))
        .isEqualTo(facts("pluginregistration.facts"));
  }

  @Test
  void csiHasFiveServicesAndThirtyTwoCalls() {
    FileDescriptor csi = Csi.getDescriptor();
    assertThat(csi.getPackage()).isEqualTo("csi.v1");
    assertThat(csi.getServices()).hasSize(5);
    assertThat(csi.getServices().stream().mapToInt(s -> s.getMethods().size()).sum()).isEqualTo(32);
  }

  @Test
  void optionsHaveTheNumbersOthersReadThemBy() {
    assertThat(Csi.csiSecret.getNumber()).isEqualTo(1059);
    assertThat(
            Stream.of(
                    Csi.alphaEnum,
                    Csi.alphaEnumValue,
                    Csi.alphaField,
                    Csi.alphaMessage,
                    Csi.alphaMethod,
                    Csi.alphaService)
                .map(Extension::getNumber))
        .containsOnly(1060);
  }

  @Test
  void bothMapsOfCreateVolumeTravel() throws IOException {
    var request =
        CreateVolumeRequest.newBuilder()
            .putParameters("pool", "fast")
            .putModifyParameters("iops", "100")
            .build();
    var read = CreateVolumeRequest.parseFrom(request.toByteArray());
    assertThat(read.getParametersMap()).containsExactlyEntriesOf(request.getParametersMap());
    assertThat(read.getModifyParametersMap()).containsEntry("iops", "100").hasSize(1);
  }

  private static Set<String> only(String kind, Set<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(kind + " "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> facts(String resource) throws IOException {
    var in = WireFactsTest.class.getResourceAsStream(resource);
    try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
