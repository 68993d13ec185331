package dev.liteio.agent.device;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** The processes of this machine, by procfs (proc(5)). */
public final class ProcessTable {

  private static final int FIELDS_BEFORE_START = 19;
  private static final int INODE = 6;
  private static final int PATH = 7;

  private final Path proc;

  /** The process table under this path, {@code /proc} on a real machine. */
  public ProcessTable(Path proc) {
    this.proc = proc;
  }

  /** Identifies this run of the machine; pids and start times mean nothing beyond it. */
  public String bootId() {
    try {
      return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      throw new IllegalStateException("the boot id cannot be read: " + e.getMessage(), e);
    }
  }

  /** When a process started, in ticks since boot; empty when there is no such process. */
  public OptionalLong startOf(long pid) {
    try {
      String stat = Files.readString(proc.resolve(pid + "/stat"));
      // the name stands in parentheses and may hold anything, so count from the last one
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      boolean zombieOrDead = fields[0].equals("Z") || fields[0].equals("X");
      return zombieOrDead
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(fields[FIELDS_BEFORE_START]));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Whether the process with this pid owns the socket that listens at this path. A pid that a
   * target reports may be one of another pid namespace: only this tells that we mean the same.
   */
  public boolean listensAt(long pid, Path socket) {
    try {
      Set<String> links = new HashSet<>();
      for (String inode : inodesOf(socket)) {
        links.add("socket:[" + inode + "]");
      }
      return !links.isEmpty() && holdsAnyOf(pid, links);
    } catch (IOException e) {
      return false;
    }
  }

  private Set<String> inodesOf(Path socket) throws IOException {
    List<String> lines = Files.readAllLines(proc.resolve("net/unix"));
    Set<String> inodes = new HashSet<>();
    for (String line : lines) {
      String[] words = line.strip().split("\\s+", PATH + 1);
      if (words.length > PATH && words[PATH].equals(socket.toString())) {
        inodes.add(words[INODE]);
      }
    }
    return inodes;
  }

  private boolean holdsAnyOf(long pid, Set<String> links) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(proc.resolve(pid + "/fd"))) {
      for (Path descriptor : open) {
        if (links.contains(linkOf(descriptor))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String linkOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
