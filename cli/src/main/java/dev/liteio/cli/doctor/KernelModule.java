package dev.liteio.cli.doctor;

/** Whether the kernel has a module. */
public enum KernelModule {
  /** It is in the kernel itself. */
  BUILT_IN,
  /** It is loaded. */
  LOADED,
  /** Its file is there for the kernel that runs. */
  LOADABLE,
  /** There is no file of it for the kernel that runs. */
  MISSING,
  /** Not loaded, and the list of modules cannot be read. */
  UNKNOWN
}
