package dev.liteio.e2e.target;

import dev.liteio.spdk.SpdkTarget;
import dev.liteio.spdk.lvol.ClearMethod;
import dev.liteio.spdk.lvol.CreateLvol;
import dev.liteio.spdk.lvol.LvolName;
import dev.liteio.spdk.nvmf.AnaState;
import dev.liteio.spdk.nvmf.CreateSubsystem;
import dev.liteio.spdk.nvmf.ListenAddress;
import dev.liteio.spdk.nvmf.NewNamespace;
import dev.liteio.volume.ControllerIdWindow;
import dev.liteio.volume.HostIdentity;
import dev.liteio.volume.LegIdentity;
import dev.liteio.volume.TargetSlot;

/** One logical volume and its subsystem, made as the agent makes them: listener last. */
public record VolumeExport(
    LegIdentity leg, LvolName lvol, long mebibytes, HostIdentity host, int port) {
  public static final int OPTIMIZED_GROUP = 1;

  public static VolumeExport fresh(String store, String name, long mebibytes, int port) {
    return new VolumeExport(
        LegIdentity.mint(), new LvolName(store, name), mebibytes, HostIdentity.mint(), port);
  }

  public String nqn() {
    return leg.nqn().value();
  }

  public long bytes() {
    return mebibytes << 20;
  }

  public ListenAddress address() {
    return ListenAddress.tcp("127.0.0.1", port);
  }

  /** Creates the volume and exports it to its host. */
  public VolumeExport create(SpdkTarget target) {
    target.lvols().create(new CreateLvol(lvol, mebibytes, true, ClearMethod.UNMAP)).join();
    return export(target);
  }

  /** Exports the volume that is there. */
  public VolumeExport export(SpdkTarget target) {
    ControllerIdWindow window = new ControllerIdWindow(0);
    target
        .nvmf()
        .createSubsystem(
            new CreateSubsystem(
                nqn(),
                leg.serial(),
                "LiteIO",
                2,
                window.min(TargetSlot.A),
                window.max(TargetSlot.A),
                true,
                false))
        .join();
    target
        .nvmf()
        .addNamespace(
            nqn(),
            NewNamespace.withUuid(
                lvol.toString(), LegIdentity.NAMESPACE_ID, leg.uuid().toString(), OPTIMIZED_GROUP))
        .join();
    allow(target, host);
    listen(target, port);
    return this;
  }

  public void allow(SpdkTarget target, HostIdentity who) {
    target.nvmf().addHost(nqn(), who.nqn().value()).join();
  }

  public void revoke(SpdkTarget target, HostIdentity who) {
    target.nvmf().removeHost(nqn(), who.nqn().value()).join();
  }

  public void listen(SpdkTarget target, int atPort) {
    ListenAddress address = ListenAddress.tcp("127.0.0.1", atPort);
    target.nvmf().addListener(nqn(), address, null).join();
  }

  public void ana(SpdkTarget target, int ofPort, AnaState state) {
    target
        .nvmf()
        .setAnaState(nqn(), ListenAddress.tcp("127.0.0.1", ofPort), state, OPTIMIZED_GROUP)
        .join();
  }
}
