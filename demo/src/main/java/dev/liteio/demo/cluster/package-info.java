/**
 * A Kubernetes cluster on one machine: its control plane as processes, its nodes as guests with a
 * kubelet and containerd.
 */
@NullMarked
package dev.liteio.demo.cluster;

import org.jspecify.annotations.NullMarked;
