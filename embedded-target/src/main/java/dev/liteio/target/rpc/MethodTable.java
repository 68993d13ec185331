package dev.liteio.target.rpc;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The methods a target answers, by name. */
public final class MethodTable {

  private final TreeMap<String, Entry> methods = new TreeMap<>();

  /** When the work of a method is done. */
  enum Pace {
    /** While the request is started. */
    AT_ONCE,
    /** When all requests that came together have been started, in their order. */
    AFTER_THE_OTHERS,
    /** Like that, but nobody waits for it: it may take long. */
    ASIDE
  }

  /** A method. */
  record Entry(StagedMethod method, BadParams badParams, Pace pace) {}

  /** Adds a method that answers at once. */
  public void add(String name, BadParams badParams, RpcMethod method) {
    methods.put(name, new Entry(params -> () -> method.call(params), badParams, Pace.AT_ONCE));
  }

  /** Adds a method that may take long. */
  public void addWaiting(String name, BadParams badParams, RpcMethod method) {
    methods.put(name, new Entry(params -> () -> method.call(params), badParams, Pace.ASIDE));
  }

  /** Adds a method that begins when it is read and is done when the others have begun. */
  void addStaged(String name, BadParams badParams, StagedMethod method) {
    methods.put(name, new Entry(method, badParams, Pace.AFTER_THE_OTHERS));
  }

  /** Adds such a method that may take long. */
  void addLong(String name, BadParams badParams, StagedMethod method) {
    methods.put(name, new Entry(method, badParams, Pace.ASIDE));
  }

  /** Adds a method that takes no params, not even empty ones. */
  public void addPlain(String name, String refusal, RpcMethod method) {
    add(
        name,
        BadParams.NVMF,
        params -> {
          if (params.isPresent()) {
            throw new RpcError(RpcError.INVALID_PARAMS, refusal);
          }
          return method.call(params);
        });
  }

  Optional<Entry> find(String name) {
    return Optional.ofNullable(methods.get(name));
  }

  /** All names. */
  public List<String> names() {
    return List.copyOf(methods.keySet());
  }
}
