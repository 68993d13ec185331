package dev.liteio.target.nvmf;

import dev.liteio.target.lvs.Lvol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What Identify answers (NVMe Base 2.0, 5.17): field for field what SPDK says of an lvol, but for
 * the firmware revision and the volatile write cache, which we have because our device is a file.
 */
final class IdentifyData {

  static final int LENGTH = 4096;
  static final String FIRMWARE = "LiteIO";

  /** 2 to the power of this times 4 KiB: 128 KiB. */
  static final int MAX_TRANSFER_SHIFT = 5;

  static final int MAX_TRANSFER = 4096 << MAX_TRANSFER_SHIFT;
  static final int IN_CAPSULE = 4096;

  private static final int VENDOR = 0x8086;
  private static final int NVME_2_0 = 0x20000;

  private IdentifyData() {}

  private static ByteBuffer page() {
    return ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer controller(Controller controller) {
    ByteBuffer page = controller.subsystem().isDiscovery() ? page() : nvmController(controller);
    page.putShort(78, (short) controller.cntlid());
    page.putInt(80, NVME_2_0);
    text(page, 64, 8, FIRMWARE);
    page.put(77, (byte) MAX_TRANSFER_SHIFT);
    page.put(259, (byte) 3); // AERL
    page.put(262, (byte) 0x7f); // ELPE
    page.putShort(266, (short) 0x157).putShort(268, (short) 0x175); // temperatures
    page.putShort(514, (short) 128); // MAXCMD
    page.putShort(522, (short) 1); // FUSES
    page.putInt(536, 0x100005); // SGLS
    page.put(768, controller.subsystem().nqn().getBytes(StandardCharsets.UTF_8));
    if (controller.subsystem().isDiscovery()) {
      page.putInt(92, 0x80000000); // OAES: discovery log change
      page.put(111, (byte) 2); // CNTRLTYPE
      page.put(261, (byte) 0x04); // LPA
    }
    return page;
  }

  private static ByteBuffer nvmController(Controller controller) {
    SubsystemOptions options = controller.subsystem().options();
    ByteBuffer page = page();
    page.putShort(0, (short) VENDOR).putShort(2, (short) VENDOR);
    text(page, 4, 20, options.serialNumber());
    text(page, 24, 40, options.modelNumber());
    page.put(72, (byte) 6); // RAB
    page.put(73, new byte[] {(byte) 0xe4, (byte) 0xd2, 0x5c}); // IEEE
    page.put(76, (byte) (options.anaReporting() ? 0x0b : 0x03)); // CMIC
    page.putInt(92, options.anaReporting() ? 0x900 : 0x100); // OAES
    page.putInt(96, 1); // CTRATT: 128-bit host id
    page.put(111, (byte) 1); // CNTRLTYPE
    page.put(258, (byte) 3).put(260, (byte) 3).put(261, (byte) 0x26); // ACL, FRMW, LPA
    page.putShort(320, (short) 100); // KAS
    if (options.anaReporting()) {
      page.put(342, (byte) 10).put(343, (byte) 0x47); // ANATT, ANACAP
      page.putInt(344, options.maxNamespaces()).putInt(348, options.maxNamespaces());
    }
    page.put(512, (byte) 0x66).put(513, (byte) 0x44); // SQES, CQES
    page.putInt(516, options.maxNamespaces()); // NN
    page.putShort(520, (short) 0x0c); // ONCS: dataset management, write zeroes
    page.put(525, (byte) 0x05); // VWC: present; flush of all namespaces is not for sale
    page.putShort(534, (short) 1); // OCFS
    page.putInt(540, options.maxNamespaces()); // MNAN
    page.putInt(1792, (Sizes.SQE + IN_CAPSULE) / 16).putInt(1796, 1); // IOCCSZ, IORCSZ
    page.put(1803, (byte) 1); // MSDBD
    return page;
  }

  private static void text(ByteBuffer page, int offset, int length, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < length; i++) {
      page.put(offset + i, i < bytes.length ? bytes[i] : (byte) ' ');
    }
  }

  static ByteBuffer namespace(Namespace namespace) {
    ByteBuffer page = page();
    long blocks = namespace.bdev().blocks();
    int blockSize = namespace.bdev().blockSize();
    page.putLong(0, blocks).putLong(8, blocks).putLong(16, blocks);
    page.put(24, (byte) 0x12); // NSFEAT
    page.put(30, (byte) 1); // NMIC: shared
    int optimal = MAX_TRANSFER / blockSize;
    if (namespace.bdev() instanceof Lvol) {
      page.putShort(46, (short) optimal); // NOIOB
    }
    page.putShort(72, (short) (optimal - 1)); // NOWS
    page.putInt(92, namespace.anaGroup());
    page.put(104, HexFormat.of().parseHex(namespace.nguid()));
    String eui64 = namespace.eui64();
    if (eui64 != null) {
      page.put(120, HexFormat.of().parseHex(eui64));
    }
    page.put(130, (byte) Integer.numberOfTrailingZeros(blockSize)); // LBADS
    return page;
  }

  static ByteBuffer empty() {
    return page();
  }

  static ByteBuffer activeNamespaces(List<Namespace> namespaces, int after) {
    ByteBuffer page = page();
    namespaces.stream()
        .mapToInt(Namespace::nsid)
        .filter(nsid -> Integer.compareUnsigned(nsid, after) > 0)
        .limit(LENGTH / 4)
        .forEach(page::putInt);
    return page.clear();
  }

  static ByteBuffer descriptors(Namespace namespace) {
    ByteBuffer page = page();
    String eui64 = namespace.eui64();
    if (eui64 != null) {
      descriptor(page, 1, HexFormat.of().parseHex(eui64));
    }
    descriptor(page, 2, HexFormat.of().parseHex(namespace.nguid()));
    UUID uuid = namespace.uuid();
    ByteBuffer id = ByteBuffer.allocate(16);
    id.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    descriptor(page, 3, id.array());
    return page.clear();
  }

  private static void descriptor(ByteBuffer page, int type, byte[] id) {
    page.put((byte) type).put((byte) id.length).putShort((short) 0).put(id);
  }

  /** The NVM command set's part of the controller (CNS 06h). */
  static ByteBuffer nvmCommandSet(int maxNamespaces) {
    ByteBuffer page = page();
    page.put(1, (byte) 12); // WZSL
    page.put(3, (byte) 1); // DMRL
    page.putInt(4, 0x200000).putLong(8, 0x200000); // DMRSL, DMSL
    return maxNamespaces == 0 ? page() : page;
  }
}
