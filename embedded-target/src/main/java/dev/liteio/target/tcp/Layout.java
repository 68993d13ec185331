package dev.liteio.target.tcp;

/** Where in a PDU the data is, its lengths being sound (NVMe/TCP 1.0, 3.6.1). */
final class Layout {

  private Layout() {}

  static void checkHeaderLength(PduHeader header, int expected) throws ProtocolViolation {
    if (header.headerLength() != expected) {
      throw new ProtocolViolation(
          ProtocolViolation.INVALID_HEADER_FIELD,
          2,
          "HLEN %d (expected: %d)".formatted(header.headerLength(), expected));
    }
  }

  /** How many bytes of data a PDU carries. */
  static long dataLength(PduHeader header, int headerLength, Digests digests)
      throws ProtocolViolation {
    int digest = headerDigest(header, digests);
    if (header.length() == headerLength + digest) {
      return 0;
    }
    int dataDigest = header.has(PduHeader.DATA_DIGEST) && digests.data() ? Digests.LENGTH : 0;
    long length = header.length() - header.dataOffset() - dataDigest;
    if (header.dataOffset() < headerLength + digest || length <= 0) {
      throw new ProtocolViolation(
          ProtocolViolation.INVALID_HEADER_FIELD,
          3,
          "PDO %d, PLEN %d".formatted(header.dataOffset(), header.length()));
    }
    return length;
  }

  /** How many bytes stand between the header and its data. */
  static int padding(PduHeader header, int headerLength, long dataLength, Digests digests) {
    return dataLength == 0 ? 0 : header.dataOffset() - headerLength - headerDigest(header, digests);
  }

  private static int headerDigest(PduHeader header, Digests digests) {
    return header.has(PduHeader.HEADER_DIGEST) && digests.header() ? Digests.LENGTH : 0;
  }
}
