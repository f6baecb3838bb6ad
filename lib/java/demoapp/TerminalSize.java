package demoapp;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** How many characters the terminal has room for. */
public record TerminalSize(int rows, int columns) {
    /** Of the terminals of old; taken where it cannot be asked, as on Windows. */
    private static final TerminalSize USUAL = new TerminalSize(24, 80);
    private static final Duration FRESH = Duration.ofMillis(500);
    private static volatile TerminalSize last = USUAL;
    private static volatile Instant asked = Instant.MIN;

    /** As it is now, since it may have been resized; asked twice a second at most. */
    public static TerminalSize now() {
        if (Instant.now().isAfter(asked.plus(FRESH))) {
            last = ask();
            asked = Instant.now();
        }
        return last;
    }

    private static TerminalSize ask() {
        try {
            var stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (size.matches("[1-9]\\d* [1-9]\\d*")) {
                var parts = size.split(" ");
                return new TerminalSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            }
        } catch (IOException e) {
            // There is no stty, or no terminal.
        }
        return USUAL;
    }
}
