package dev.liteio.spdk.socket;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Error numbers of Linux that socket calls give, by name; the same on x86-64 and ARM64. */
public enum Errno {
  EPERM(1),
  ENOENT(2),
  EINTR(4),
  EIO(5),
  EBADF(9),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  EFAULT(14),
  ENOTDIR(20),
  EINVAL(22),
  ENFILE(23),
  EMFILE(24),
  EPIPE(32),
  ENAMETOOLONG(36),
  ELOOP(40),
  ENOTSOCK(88),
  EPROTOTYPE(91),
  ECONNRESET(104),
  ENOBUFS(105),
  EISCONN(106),
  ENOTCONN(107),
  ETIMEDOUT(110),
  ECONNREFUSED(111),
  EINPROGRESS(115),
  /** Any other: the number is in the message. */
  OTHER(-1);

  private static final Map<Integer, Errno> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(errno -> errno.number, Function.identity()));

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The name of this number. */
  public static Errno of(int number) {
    return BY_NUMBER.getOrDefault(number, OTHER);
  }
}
