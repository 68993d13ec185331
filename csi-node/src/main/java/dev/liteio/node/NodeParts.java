package dev.liteio.node;

import dev.liteio.node.cluster.Cluster;
import dev.liteio.node.command.CommandRunner;
import dev.liteio.node.filesystem.FilesystemTools;
import dev.liteio.node.filesystem.Formatter;
import dev.liteio.node.mount.Mounter;
import dev.liteio.node.nvme.Disconnector;
import dev.liteio.node.nvme.LegConnection;
import dev.liteio.node.nvme.NvmeCli;
import dev.liteio.node.sysfs.NvmeTree;
import dev.liteio.node.volume.AttachmentReport;
import dev.liteio.node.volume.Expander;
import dev.liteio.node.volume.Grants;
import dev.liteio.node.volume.Machine;
import dev.liteio.node.volume.Preparation;
import dev.liteio.node.volume.Publisher;
import dev.liteio.node.volume.StagedVolumes;
import dev.liteio.node.volume.Stager;
import dev.liteio.node.volume.Unstager;
import dev.liteio.node.volume.Usage;
import dev.liteio.volume.NodeName;

/** What serves a node's calls, put together. */
record NodeParts(
    Stager stager,
    Unstager unstager,
    Publisher publisher,
    Expander expander,
    Usage usage,
    PathKeeper keeper) {

  static NodeParts of(
      NodeConfig config, Cluster cluster, CommandRunner runner, Disconnector disconnector) {
    var node = new NodeName(config.nodeName());
    var tree = new NvmeTree(config.sys());
    var connection = new LegConnection(tree, new NvmeCli(runner), disconnector, config.dev());
    var machine = new Machine(tree, connection, new Mounter(runner), config.proc());
    var tools = new FilesystemTools(runner);
    var grants = new Grants(cluster, node);
    var staged = new StagedVolumes(config.stateDirectory());
    var report = new AttachmentReport(cluster, machine);
    var preparation = new Preparation(machine, new Formatter(cluster, tools), tools);
    var unstager = new Unstager(machine, grants, staged, report);
    return new NodeParts(
        new Stager(cluster, grants, staged, preparation, unstager, report),
        unstager,
        new Publisher(cluster, grants, staged, preparation, machine),
        new Expander(machine, staged, preparation),
        new Usage(machine, staged, runner),
        new PathKeeper(grants, staged, machine, report));
  }
}
