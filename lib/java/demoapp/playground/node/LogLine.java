package demoapp.playground.node;

import java.time.Instant;

/** A line that a container has written, without its line end. */
public record LogLine(Instant time, String text) { }
