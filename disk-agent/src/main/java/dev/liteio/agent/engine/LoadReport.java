package dev.liteio.agent.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * What taking devices into use led to.
 *
 * @param problems the devices that could not be taken, and why
 * @param heldElsewhere whether another living process still holds one of them
 */
public record LoadReport(List<DeviceContents> problems, boolean heldElsewhere) {

  /** Nothing was to be done, or all of it was. */
  public static final LoadReport CLEAN = new LoadReport(List.of(), false);

  public LoadReport {
    problems = List.copyOf(problems);
  }

  /** The same; held elsewhere also when something else says so. */
  public LoadReport heldElsewhere(boolean too) {
    return new LoadReport(problems, heldElsewhere || too);
  }

  /** The contents, with what is known about the devices that are not ready. */
  public PoolContents explain(PoolContents contents) {
    List<DeviceContents> devices = new ArrayList<>();
    for (DeviceContents device : contents.devices()) {
      devices.add(device.isReady() ? device : explanationFor(device));
    }
    return new PoolContents(devices, contents.volumes());
  }

  private DeviceContents explanationFor(DeviceContents device) {
    return problems.stream()
        .filter(problem -> problem.path().equals(device.path()))
        .findFirst()
        .orElse(device);
  }
}
