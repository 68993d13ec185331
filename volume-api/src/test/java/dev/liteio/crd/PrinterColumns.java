package dev.liteio.crd;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The order in which {@code kubectl get} shows columns. The generator sorts them by path, which
 * would begin with the age and end with what people look for.
 *
 * @param names as annotated
 */
record PrinterColumns(List<String> names) {

  private static final Pattern BLOCK =
      Pattern.compile("(?<=  - additionalPrinterColumns:\n)(    - .*\n(      .*\n)+)+");
  private static final Pattern COLUMN = Pattern.compile("    - .*\n(      .*\n)+");
  private static final Pattern NAME = Pattern.compile("      name: \"(.*)\"");

  static PrinterColumns of(Class<?> kind) {
    return new PrinterColumns(
        Stream.of(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList());
  }

  String inOrder(String definition) {
    Matcher block = BLOCK.matcher(definition);
    assertThat(block.find()).as("printer columns").isTrue();
    List<String> columns = new ArrayList<>();
    Matcher column = COLUMN.matcher(block.group());
    while (column.find()) {
      columns.add(column.group());
    }
    assertThat(columns).extracting(PrinterColumns::name).containsExactlyInAnyOrderElementsOf(names);
    columns.sort(Comparator.comparingInt(each -> names.indexOf(name(each))));
    return new StringBuilder(definition)
        .replace(block.start(), block.end(), String.join("", columns))
        .toString();
  }

  private static String name(String column) {
    Matcher name = NAME.matcher(column);
    assertThat(name.find()).as(column).isTrue();
    return name.group(1);
  }
}
