package dev.liteio.target.nvmf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The discovery log (NVMe Base 2.0, 5.16.1.23): what a host may see, nothing else. */
final class DiscoveryLog {

  private static final int ENTRY = 1024;
  private static final int TRTYPE_TCP = 3;
  private static final int SUBTYPE_NVM = 2;
  private static final int NO_SECURE_CHANNEL = 2;

  private final NvmfTarget target;

  DiscoveryLog(NvmfTarget target) {
    this.target = target;
  }

  ByteBuffer forHost(String hostNqn, SubsystemListener asked) {
    List<ByteBuffer> entries = new ArrayList<>();
    for (Subsystem subsystem : target.all()) {
      if (subsystem.isDiscovery() || !subsystem.allows(hostNqn)) {
        continue;
      }
      for (SubsystemListener listener : subsystem.listeners()) {
        entries.add(entry(subsystem, listener.address()));
      }
    }
    ByteBuffer log =
        ByteBuffer.allocate(ENTRY * (entries.size() + 1)).order(ByteOrder.LITTLE_ENDIAN);
    log.putLong(0, 1); // GENCTR
    log.putLong(8, entries.size());
    log.position(ENTRY);
    entries.forEach(log::put);
    return log.clear();
  }

  private static ByteBuffer entry(Subsystem subsystem, ListenAddress address) {
    ByteBuffer entry = ByteBuffer.allocate(ENTRY).order(ByteOrder.LITTLE_ENDIAN);
    entry.put(0, (byte) TRTYPE_TCP);
    entry.put(1, (byte) (address.adrfam().equals("IPv6") ? 2 : 1));
    entry.put(2, (byte) SUBTYPE_NVM);
    entry.put(3, (byte) NO_SECURE_CHANNEL);
    entry.putShort(6, (short) 0xffff); // CNTLID: dynamic
    entry.putShort(8, (short) 128); // ASQSZ
    padded(entry, 32, 32, address.trsvcid());
    entry.put(256, subsystem.nqn().getBytes(StandardCharsets.UTF_8));
    padded(entry, 512, 256, address.traddr());
    return entry;
  }

  private static void padded(ByteBuffer entry, int offset, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < length; i++) {
      entry.put(offset + i, i < bytes.length ? bytes[i] : (byte) ' ');
    }
  }
}
