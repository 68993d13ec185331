package dev.liteio.cli.report;

/**
 * What is to be said of one object.
 *
 * @param depth 0 for the claim, one more for each step towards the bytes
 * @param object kind and name
 * @param health how it is
 * @param text why, and what to do about it
 */
public record Finding(int depth, String object, Health health, String text) {}
