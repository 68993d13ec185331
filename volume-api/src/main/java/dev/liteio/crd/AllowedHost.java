package dev.liteio.crd;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/**
 * A host that may connect.
 *
 * @param attachment the Attachment it was let in for
 * @param attachmentUid of that very Attachment
 * @param node the node it runs on, for people to read
 * @param hostNqn the NQN it connects with, minted for that Attachment
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AllowedHost(
    @Required String attachment,
    @Required String attachmentUid,
    @Required String node,
    @Required String hostNqn) {}
