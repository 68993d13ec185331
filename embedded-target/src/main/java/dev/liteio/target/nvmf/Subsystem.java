package dev.liteio.target.nvmf;

import dev.liteio.target.bdev.Bdev;
import dev.liteio.target.bdev.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A subsystem. What decides who gets in (hosts, listeners) and who is in (controllers) changes
 * under one lock, so that nobody slips in while he is being thrown out.
 */
public final class Subsystem {

  private final SubsystemOptions options;
  private final ConcurrentSkipListMap<Integer, Namespace> namespaces =
      new ConcurrentSkipListMap<>();
  private final CopyOnWriteArrayList<AllowedHost> hosts = new CopyOnWriteArrayList<>();
  private final CopyOnWriteArrayList<SubsystemListener> listeners = new CopyOnWriteArrayList<>();
  private final ConcurrentSkipListMap<Integer, Controller> controllers =
      new ConcurrentSkipListMap<>();
  private volatile boolean allowAnyHost;
  private volatile boolean deleting;
  private boolean deleted;
  private int nextCntlid;

  Subsystem(SubsystemOptions options) {
    this.options = options;
    this.allowAnyHost = options.allowAnyHost();
    this.nextCntlid = options.minCntlid();
  }

  public String nqn() {
    return options.nqn();
  }

  public SubsystemOptions options() {
    return options;
  }

  public boolean isDiscovery() {
    return NvmfTarget.DISCOVERY_NQN.equals(options.nqn());
  }

  public boolean allowsAnyHost() {
    return allowAnyHost;
  }

  public void setAllowAnyHost(boolean value) {
    allowAnyHost = value;
  }

  /** Its namespaces by id. */
  public List<Namespace> namespaces() {
    return List.copyOf(namespaces.values());
  }

  public @Nullable Namespace namespace(int nsid) {
    return namespaces.get(nsid);
  }

  /** The hosts that may connect, the newest first. */
  public List<AllowedHost> hosts() {
    return List.copyOf(hosts);
  }

  /** The addresses it can be reached on, the newest first. */
  public List<SubsystemListener> listeners() {
    return List.copyOf(listeners);
  }

  /** Who is connected, by controller id. */
  public List<Controller> controllers() {
    return List.copyOf(controllers.values());
  }

  public Optional<SubsystemListener> listener(ListenAddress address) {
    return listeners.stream().filter(l -> l.address().equals(address)).findFirst();
  }

  public boolean allows(String hostNqn) {
    return allowAnyHost || hosts.stream().anyMatch(host -> host.nqn().equals(hostNqn));
  }

  // ---- namespaces

  /** What {@code nvmf_subsystem_add_ns} asks for; absent members are derived from the device. */
  public record NewNamespace(
      int nsid,
      @Nullable UUID uuid,
      @Nullable String nguid,
      @Nullable String eui64,
      int anaGroup) {}

  /** Exports a device; it is claimed. Connected hosts are told. */
  public synchronized Namespace addNamespace(Bdev bdev, NewNamespace wanted) throws NvmfException {
    int nsid = wanted.nsid() == 0 ? lowestFreeNsid() : wanted.nsid();
    if (nsid < 1 || nsid > options.maxNamespaces() || namespaces.containsKey(nsid)) {
      throw new NvmfException("nsid " + nsid);
    }
    int group = wanted.anaGroup() == 0 ? nsid : wanted.anaGroup();
    if (group < 1 || group > options.maxNamespaces()) {
      throw new NvmfException("anagrpid " + group);
    }
    if (!bdev.claim(Claim.EXCLUSIVE_WRITE)) {
      throw new NvmfException(bdev.name() + " is claimed");
    }
    UUID uuid = wanted.uuid() == null ? bdev.uuid() : wanted.uuid();
    String nguid = wanted.nguid() == null ? hex(bdev.uuid()) : wanted.nguid();
    Namespace namespace = new Namespace(nsid, bdev, uuid, nguid, wanted.eui64(), group);
    namespaces.put(nsid, namespace);
    bdev.watch(new NamespaceWatcher(this, namespace));
    namespaceChanged(nsid);
    return namespace;
  }

  private static String hex(UUID uuid) {
    return uuid.toString().replace("-", "").toUpperCase(Locale.ROOT);
  }

  private int lowestFreeNsid() {
    int nsid = 1;
    while (namespaces.containsKey(nsid)) {
      nsid++;
    }
    return nsid;
  }

  /** Takes a namespace away when the commands under way are done; connected hosts are told. */
  public boolean removeNamespace(int nsid) {
    Namespace namespace = namespaces.remove(nsid);
    if (namespace == null) {
      return false;
    }
    namespace.retire();
    namespace.bdev().unwatch(new NamespaceWatcher(this, namespace));
    namespace.bdev().release();
    namespaceChanged(nsid);
    return true;
  }

  /** Moves a namespace to another ANA group when the commands under way are done. */
  public void moveNamespace(int nsid, int group) throws NvmfException {
    Namespace namespace = namespaces.get(nsid);
    if (namespace == null || group < 1 || group > options.maxNamespaces()) {
      throw new NvmfException("nsid %d to group %d".formatted(nsid, group));
    }
    namespace.moveToGroup(group);
    namespaceChanged(nsid);
    anaChanged(listener -> true);
  }

  void namespaceChanged(int nsid) {
    for (Controller controller : controllers.values()) {
      controller.events().namespaceChanged(nsid, controller.adminQueue());
    }
  }

  private void anaChanged(Predicate<SubsystemListener> where) {
    for (Controller controller : controllers.values()) {
      if (where.test(controller.listener())) {
        controller.events().anaChanged(controller.adminQueue());
      }
    }
  }

  // ---- listeners

  public synchronized void addListener(ListenAddress address, AnaState initial)
      throws NvmfException {
    if (deleted || listener(address).isPresent()) {
      throw new NvmfException("listener " + address);
    }
    listeners.add(0, new SubsystemListener(address, options.maxNamespaces(), initial));
  }

  /** Takes an address away and cuts the connections that came over it. */
  public boolean removeListener(ListenAddress address) {
    SubsystemListener listener;
    synchronized (this) {
      Optional<SubsystemListener> found = listener(address);
      if (found.isEmpty()) {
        return false;
      }
      listener = found.get();
      listeners.remove(listener);
    }
    stopAll(controller -> controller.listener() == listener);
    return true;
  }

  /** Sets the state of one group, or of all when {@code group} is 0. */
  public void setAnaState(ListenAddress address, int group, AnaState state) throws NvmfException {
    SubsystemListener listener =
        listener(address).orElseThrow(() -> new NvmfException("listener " + address));
    if (!options.anaReporting() || group < 0 || group > listener.groups()) {
      throw new NvmfException("group " + group);
    }
    int first = group == 0 ? 1 : group;
    int last = group == 0 ? listener.groups() : group;
    for (int i = first; i <= last; i++) {
      listener.set(i, state);
    }
    anaChanged(other -> other == listener);
  }

  // ---- hosts

  /** Lets a host in; false when it was in already. */
  public synchronized boolean addHost(String nqn) {
    if (hosts.stream().anyMatch(host -> host.nqn().equals(nqn))) {
      return false;
    }
    hosts.add(0, new AllowedHost(nqn));
    return true;
  }

  /** How the removal of a host ended. */
  public enum Removal {
    /** It was not in the list. */
    ABSENT,
    /** It is out: nothing of it is left. */
    DONE,
    /** It is out of the list; what it had under way still is. */
    TIMED_OUT
  }

  /**
   * Shuts a host out: it is taken off the list, what it has under way is waited for, its
   * connections are cut, and only then this returns.
   */
  public Removal removeHost(String nqn, long timeoutMillis) throws InterruptedException {
    synchronized (this) {
      if (!hosts.removeIf(host -> host.nqn().equals(nqn))) {
        return Removal.ABSENT;
      }
    }
    if (allowAnyHost) {
      return Removal.DONE;
    }
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    List<Controller> theirs = stopAll(controller -> controller.hostNqn().equals(nqn));
    for (Controller controller : theirs) {
      if (!controller.awaitStopped(deadline)) {
        return Removal.TIMED_OUT;
      }
    }
    return Removal.DONE;
  }

  private List<Controller> stopAll(Predicate<Controller> which) {
    List<Controller> stopped = new ArrayList<>();
    synchronized (this) {
      controllers.values().stream().filter(which).forEach(stopped::add);
    }
    stopped.forEach(Controller::stop);
    return stopped;
  }

  // ---- controllers

  /** Lets a host's admin queue in. */
  synchronized Controller admit(Admission admission) throws AdmissionRefusedException {
    SubsystemListener listener = check(admission);
    Controller controller =
        new Controller(
            this,
            listener,
            takeCntlid(),
            admission.hostNqn(),
            admission.hostId(),
            admission.keepAliveMillis());
    controllers.put(controller.cntlid(), controller);
    return controller;
  }

  /** Lets a further queue of a controller in. */
  synchronized Controller admitQueue(Admission admission, int cntlid)
      throws AdmissionRefusedException {
    check(admission);
    Controller controller = controllers.get(cntlid);
    if (controller == null || !controller.hostNqn().equals(admission.hostNqn())) {
      throw AdmissionRefusedException.unknownController();
    }
    return controller;
  }

  private SubsystemListener check(Admission admission) throws AdmissionRefusedException {
    if (deleted) {
      throw AdmissionRefusedException.unknownSubsystem();
    }
    if (!allows(admission.hostNqn())) {
      throw AdmissionRefusedException.hostNotAllowed();
    }
    if (isDiscovery()) {
      return new SubsystemListener(admission.address(), 1, AnaState.OPTIMIZED);
    }
    return listener(admission.address()).orElseThrow(AdmissionRefusedException::hostNotAllowed);
  }

  private int takeCntlid() throws AdmissionRefusedException {
    int span = options.maxCntlid() - options.minCntlid() + 1;
    for (int tried = 0; tried < span; tried++) {
      int candidate = nextCntlid;
      nextCntlid = candidate == options.maxCntlid() ? options.minCntlid() : candidate + 1;
      if (!controllers.containsKey(candidate)) {
        return candidate;
      }
    }
    throw AdmissionRefusedException.noControllerLeft();
  }

  synchronized void controllerGone(Controller controller) {
    controllers.remove(controller.cntlid(), controller);
  }

  /** It will be deleted: what else was asked of it in the same breath fails. */
  public void beginDeletion() {
    deleting = true;
  }

  public boolean isBeingDeleted() {
    return deleting;
  }

  /** Cuts everything and gives the devices back. */
  void delete() {
    synchronized (this) {
      deleted = true;
    }
    stopAll(controller -> true);
    namespaces.keySet().forEach(this::removeNamespace);
  }
}
