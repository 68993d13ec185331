package dev.liteio.target.rpc;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The methods a target answers, by name. */
public final class MethodTable {

  private final TreeMap<String, Entry> methods = new TreeMap<>();

  /**
   * A method.
   *
   * @param mayWait it may take long: the requests behind it are started meanwhile
   */
  record Entry(RpcMethod method, BadParams badParams, boolean mayWait) {}

  /** Adds a method that answers at once. */
  public void add(String name, BadParams badParams, RpcMethod method) {
    methods.put(name, new Entry(method, badParams, false));
  }

  /** Adds a method that may take long. */
  public void addWaiting(String name, BadParams badParams, RpcMethod method) {
    methods.put(name, new Entry(method, badParams, true));
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
