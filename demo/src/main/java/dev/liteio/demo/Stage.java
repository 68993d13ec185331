package dev.liteio.demo;

/** One step of the story and how long it took. */
public record Stage(String name, long millis) {}
