package dev.liteio.demo.cluster;

import java.nio.file.Path;

/** A certificate and its private key, both PEM files. */
record Identity(Path certificate, Path key) {}
