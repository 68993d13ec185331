package dev.liteio.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/**
 * A CSI volume. Spec by the controller; status for people to read, but for {@code filesystem},
 * which the csi-node that stages the volume writes and obeys.
 */
@Group(dev.liteio.crd.Group.NAME)
@Version(dev.liteio.crd.Group.VERSION)
@Plural("volumes")
@ShortNames("vol")
@Categories(dev.liteio.crd.Group.CATEGORY)
@AdditionalPrinterColumn(
    name = "State",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Size",
    jsonPath = ".status.size",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Filesystem",
    jsonPath = ".status.filesystem.type",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "CSI name",
    jsonPath = ".spec.csiName",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@ValidationRule(value = "has(self.spec)", message = "a Volume has a spec")
@ValidationRule(
    value = "!oldSelf.?status.?filesystem.hasValue() || self.?status.?filesystem.hasValue()",
    message = "what is recorded of a file system is never forgotten",
    fieldPath = ".status")
public final class Volume extends CustomResource<VolumeSpec, VolumeStatus> {

  private static final long serialVersionUID = 1L;
}
