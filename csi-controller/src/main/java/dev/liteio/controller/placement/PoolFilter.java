package dev.liteio.controller.placement;

import dev.liteio.controller.request.Locality;
import dev.liteio.volume.ByteSize;
import java.util.Optional;

/** Reasons not to use a pool, in the order they are looked at; the first that holds is told. */
enum PoolFilter {
  NOT_READY("not ready") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return !pool.ready();
    }
  },
  CORDONED("cordoned") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return pool.cordoned();
    }
  },
  AWAY("on a node that is not Ready") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return wish.away().contains(pool.nodeName());
    }
  },
  SELECTOR("not selected by poolSelector") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return !wish.parameters().pools().matches(pool.labels());
    }
  },
  LOCALITY("on the wrong node for this locality") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return switch (wish.parameters().locality()) {
        case REQUIRED ->
            !wish.accessibility().requisite().isEmpty()
                && !wish.accessibility().requisite().contains(pool.node());
        case REMOTE -> isConsumer(pool, wish);
        case PREFERRED, ANY -> false;
      };
    }
  },
  CONSUMERS("used by as many nodes as it may be") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return pool.consumers() >= pool.maxConsumers()
          && wish.parameters().locality() != Locality.REQUIRED
          && !isConsumer(pool, wish);
    }
  },
  REFUSED("refused it already") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return wish.avoid().contains(pool.name());
    }
  },
  ROOM("too full") {
    @Override
    boolean refuses(PoolView pool, Wish wish) {
      return pool.room(wish.parameters().thin()) < wish.bytes();
    }

    @Override
    String described(PoolView pool, Wish wish) {
      return pool.name() + " with " + new ByteSize(pool.room(wish.parameters().thin())).rounded();
    }
  };

  private static final PoolFilter[] ALL = values();

  private final String reason;

  PoolFilter(String reason) {
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  abstract boolean refuses(PoolView pool, Wish wish);

  /** The pool's name, with what the reason is about. */
  String described(PoolView pool, Wish wish) {
    return pool.name();
  }

  static boolean isConsumer(PoolView pool, Wish wish) {
    Optional<String> consumer = wish.accessibility().consumer();
    return consumer.isPresent() && consumer.get().equals(pool.node());
  }

  /** The first reason against a pool; null = none. */
  static @org.jspecify.annotations.Nullable PoolFilter against(PoolView pool, Wish wish) {
    for (PoolFilter filter : ALL) {
      if (filter.refuses(pool, wish)) {
        return filter;
      }
    }
    return null;
  }
}
