package demoapp.log;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import demoapp.json.Json;

/**
 * Prints log lines: each with its pod and container before it, on a terminal in the pod's own colour; and notes on
 * stderr. Whoever reads may go away, as `head` does: then it {@link #isBroken()}.
 */
public final class LogPrinter {
    /** What {@code -o} offers: JSON is one object a line. */
    public enum Format { TEXT, JSON }

    /** @param include a line has to match one of these, if there are any; and none of exclude */
    public record Filter(List<Pattern> include, List<Pattern> exclude) {
        boolean accepts(String text) {
            return (include.isEmpty() || include.stream().anyMatch(one -> one.matcher(text).find()))
                    && exclude.stream().noneMatch(one -> one.matcher(text).find());
        }
    }

    /** Of the 256 colours those that can be read on black and on white. */
    private static final int[] COLOURS = {27, 28, 29, 31, 33, 35, 37, 63, 64, 67, 70, 93, 98, 99, 103, 125, 127, 130, 132, 135,
        136, 140, 142, 161, 163, 166, 168, 172, 173, 205};
    private static final int LONGEST_POD = 32;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Format format;
    private final Filter filter;
    private final String namespace;
    private final boolean timestamps;
    private final boolean colours;
    private final Map<String, Instant> noted = new HashMap<>();
    private int width;
    private volatile boolean broken;

    /** @param colours whether it goes to a terminal: then names are shortened and messages stand in a column, too */
    public LogPrinter(PrintWriter out, PrintWriter err, Format format, Filter filter, String namespace, boolean timestamps,
            boolean colours) {
        this.out = out;
        this.err = err;
        this.format = format;
        this.filter = filter;
        this.namespace = namespace;
        this.timestamps = timestamps;
        this.colours = colours && format == Format.TEXT;
    }

    synchronized void print(LogLine line) {
        if (filter.accepts(line.text()) && !broken) {
            out.write(format == Format.JSON ? json(line) + "\n" : text(line) + "\n");
        }
    }

    /** At the end of a handful of lines: until then nobody need see them. */
    synchronized void flush() {
        broken |= out.checkError();
    }

    /** Whether nobody reads any more. */
    boolean isBroken() {
        return broken;
    }

    synchronized void note(String text) {
        if (!broken) {
            err.println(colours ? "\033[2m" + text + "\033[0m" : text);
            err.flush();
        }
    }

    /** What may be found again and again is told once a minute. */
    synchronized void noteOnce(String text) {
        var now = Instant.now();
        if (noted.getOrDefault(text, Instant.MIN).isBefore(now.minusSeconds(60))) {
            noted.put(text, now);
            note(text);
        }
    }

    /** Ctrl-C: what the terminal echoes of it gets a line of its own. */
    public synchronized void interrupted() {
        if (!broken) {
            note("");
            broken = true;
        }
    }

    /** Nothing comes any more. */
    synchronized void close() {
        flush();
        broken = true;
    }

    private String json(LogLine line) {
        return Json.string(Json.object("time", line.timestamp(), "namespace", namespace, "pod", line.pod(),
                "container", line.container(), "message", line.text()));
    }

    private String text(LogLine line) {
        var message = (timestamps ? line.timestamp() + " " : "") + line.text();
        if (!colours) {
            return line.pod() + " " + line.container() + " " + message;
        }
        var source = shortened(line.pod()) + " " + line.container();
        width = Math.max(width, source.length());
        return "\033[38;5;" + colour(line.pod()) + "m" + source + " ".repeat(width - source.length()) + "\033[0m " + message;
    }

    /** The name's own, always: other pods' coming and going does not change it. */
    private static int colour(String pod) {
        var hash = pod.hashCode() * 0x9E3779B1; // names that differ in their ends only are to be far apart
        return COLOURS[Math.floorMod(hash >>> 8, COLOURS.length)];
    }

    /** Its middle left out: what tells pods apart is at the end. */
    private static String shortened(String pod) {
        var half = LONGEST_POD / 2;
        return pod.length() <= LONGEST_POD ? pod
                : pod.substring(0, half - 2) + "…" + pod.substring(pod.length() - half - 1);
    }
}
