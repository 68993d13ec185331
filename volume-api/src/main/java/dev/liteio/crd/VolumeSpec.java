package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a volume is.
 *
 * @param csiName the name CreateVolume gave, whole
 * @param sizeBytes its size; grows, never shrinks
 * @param parameters the StorageClass parameters it was made with, without those the sidecars add
 * @param accessModes the access modes it may be published with, as CSI names them
 * @param accessType block or mount, as CSI names them
 * @param legs what it is made of
 * @param destroy set by DeleteVolume alone: without it the deletion of this object changes nothing
 */
@ValidationRule(
    value = "self.csiName == oldSelf.csiName",
    message = "the CSI name is the identity",
    fieldPath = ".csiName")
@ValidationRule(
    value = "self.sizeBytes >= oldSelf.sizeBytes",
    message = "a volume never shrinks",
    fieldPath = ".sizeBytes")
@ValidationRule(
    value =
        "has(self.parameters) == has(oldSelf.parameters) && (!has(self.parameters) || self.parameters == oldSelf.parameters)",
    message = "parameters are fixed when a volume is made",
    fieldPath = ".parameters")
@ValidationRule(
    value =
        "has(self.accessModes) == has(oldSelf.accessModes) && (!has(self.accessModes) || self.accessModes == oldSelf.accessModes)",
    message = "access modes are fixed when a volume is made",
    fieldPath = ".accessModes")
@ValidationRule(
    value =
        "has(self.accessType) == has(oldSelf.accessType) && (!has(self.accessType) || self.accessType == oldSelf.accessType)",
    message = "a block volume cannot become a file system",
    fieldPath = ".accessType")
@ValidationRule(
    value = "self.legs == oldSelf.legs",
    message = "the legs' identities never change",
    fieldPath = ".legs")
@ValidationRule(
    value = "!(has(oldSelf.destroy) && oldSelf.destroy) || (has(self.destroy) && self.destroy)",
    message = "a destruction that was ordered cannot be taken back",
    fieldPath = ".destroy")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record VolumeSpec(
    @Required String csiName,
    @Required @Min(1) long sizeBytes,
    @Nullable Map<String, String> parameters,
    @Nullable List<String> accessModes,
    @Nullable AccessType accessType,
    @Required @Size(min = 1, max = 16) List<VolumeLeg> legs,
    @Nullable Boolean destroy) {

  /** A volume that is to stay. */
  public VolumeSpec(
      String csiName,
      long sizeBytes,
      @Nullable Map<String, String> parameters,
      @Nullable List<String> accessModes,
      @Nullable AccessType accessType,
      List<VolumeLeg> legs) {
    this(csiName, sizeBytes, parameters, accessModes, accessType, legs, null);
  }

  /** Whether its destruction was ordered. */
  public boolean destroyOrFalse() {
    return Boolean.TRUE.equals(destroy);
  }

  /** The same volume, larger. */
  public VolumeSpec grownTo(long bytes) {
    return new VolumeSpec(csiName, bytes, parameters, accessModes, accessType, legs, destroy);
  }

  /** The same volume, to be destroyed. */
  public VolumeSpec destroyed() {
    return new VolumeSpec(csiName, sizeBytes, parameters, accessModes, accessType, legs, true);
  }

  /** The parameters, never absent. */
  public Map<String, String> parametersOrEmpty() {
    return parameters == null ? Map.of() : parameters;
  }
}
