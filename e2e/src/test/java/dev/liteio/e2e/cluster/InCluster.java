package dev.liteio.e2e.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test class runs against a cluster of two nodes that all such classes of one run share,
 * injected where a parameter is a {@code Cluster}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({StoryTimes.class, ClusterExtension.class})
public @interface InCluster {}
