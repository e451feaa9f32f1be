package io.github.latchkey.batch.node;

import java.time.Instant;

/**
 * The agent program on a node.
 *
 * @param version the version
 * @param lastUpdateTime when it was last brought up to date; everything before it is counted in
 */
public record NodeAgentInformation(String version, Instant lastUpdateTime) {}
