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
 * A volume in use on a node. In single-node modes it is named after the volume, so that a second
 * one cannot exist. Spec by the controller, status by that node's csi-node.
 */
@Group(dev.liteio.crd.Group.NAME)
@Version(dev.liteio.crd.Group.VERSION)
@Plural("attachments")
@ShortNames("att")
@Categories(dev.liteio.crd.Group.CATEGORY)
@AdditionalPrinterColumn(
    name = "Host",
    jsonPath = ".spec.node",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Access",
    jsonPath = ".spec.access",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Staged",
    jsonPath = ".status.staged",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Path",
    jsonPath = ".status.paths[0].state",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Volume",
    jsonPath = ".spec.volume",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Device",
    jsonPath = ".status.device",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Endpoint",
    jsonPath = ".status.paths[0].endpoint",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Message",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@ValidationRule(value = "has(self.spec)", message = "an Attachment has a spec")
public final class Attachment extends CustomResource<AttachmentSpec, AttachmentStatus> {

  private static final long serialVersionUID = 1L;
}
