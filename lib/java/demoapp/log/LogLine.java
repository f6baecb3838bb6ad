package demoapp.log;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A line that a container has written.
 *
 * @param timestamp when, in the node's words
 * @param text      without its line end
 */
record LogLine(String pod, String container, Instant time, String timestamp, String text) {

    /** Reads a line as the API gives it with timestamps=true; empty when it has none: then it is the kubelet's own. */
    static Optional<LogLine> read(String pod, String container, byte[] bytes) {
        var line = new String(bytes, StandardCharsets.UTF_8);
        var space = line.indexOf(' ') < 0 ? line.length() : line.indexOf(' ');
        var timestamp = line.substring(0, space);
        try {
            return Optional.of(new LogLine(pod, container, OffsetDateTime.parse(timestamp).toInstant(), timestamp,
                    line.substring(Math.min(space + 1, line.length()))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
