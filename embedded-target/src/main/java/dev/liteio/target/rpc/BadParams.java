package dev.liteio.target.rpc;

/** What a family of methods answers when it cannot decode its params. */
public enum BadParams {
  /** bdev, lvol, nvme. */
  BDEV(RpcError.INTERNAL_ERROR, "spdk_json_decode_object failed"),
  /** raid. */
  RAID(RpcError.PARSE_ERROR, "spdk_json_decode_object failed"),
  /** nvmf and the server itself. */
  NVMF(RpcError.INVALID_PARAMS, "Invalid parameters");

  private final int code;
  private final String text;

  BadParams(int code, String text) {
    this.code = code;
    this.text = text;
  }

  RpcError error() {
    return new RpcError(code, text);
  }
}
