package demoapp.kit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;
import demoapp.log.LogPrinter;
import demoapp.log.LogRequest;
import demoapp.log.LogTarget;
import demoapp.log.LogWindow;

/** Lines of many pods' logs, in the order of their times. */
public final class LogLines extends Shown {
    private static final int MOST_READ_AT_ONCE = 50;

    private final String title;
    private final List<Map<String, Object>> lines;

    private LogLines(String title, List<Map<String, Object>> lines) {
        this.title = title;
        this.lines = lines;
    }

    /**
     * @param target   KIND/NAME, or a selector of pods
     * @param regex    only lines in which this is found; "" for all
     * @param previous of the containers before their last restart
     */
    static LogLines of(Cluster cluster, String target, String regex, boolean previous) {
        var out = new StringWriter();
        var printer = new LogPrinter(new PrintWriter(out), new PrintWriter(System.err), LogPrinter.Format.JSON,
                new LogPrinter.Filter(List.of(pattern(regex)), List.of()), cluster.namespace(), false, false);
        var whose = target.contains("=") ? LogTarget.selector(target) : LogTarget.parse(target);
        try {
            new LogRequest(List.of(whose), null, LogWindow.ALL, previous, MOST_READ_AT_ONCE).print(cluster, printer);
        } catch (Problem e) {
            if (!previous || !e.getMessage().startsWith("there is no log of a container before")) {
                throw e;
            }
        }
        return new LogLines((previous ? "before the restart: " : "") + target + (regex.isEmpty() ? "" : ", lines with " + regex),
                out.toString().lines().map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8))).toList());
    }

    private static Pattern pattern(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw Problem.usage("'" + regex + "' is no regular expression: " + e.getDescription());
        }
    }

    public int size() {
        return lines.size();
    }

    /** Whether any line has the text. */
    public boolean contains(String text) {
        return lines.stream().anyMatch(line -> Json.text(line, "message").contains(text));
    }

    @Override
    String text() {
        return lines.isEmpty() ? title + ": no lines" : lines.stream().map(line -> Json.text(line, "pod") + "  "
                + Json.text(line, "message")).collect(Collectors.joining("\n"));
    }

    @Override
    String html() {
        return Style.element("<div class=\"title\">" + Style.escape(title) + (lines.isEmpty() ? ": no lines" : "") + "</div><pre>"
                + lines.stream().map(line -> "<span style=\"color:" + colour(Json.text(line, "pod")) + "\">"
                        + Json.text(line, "pod") + "</span>  " + Style.escape(Json.text(line, "message")))
                        .collect(Collectors.joining("\n")) + "</pre>");
    }

    /** The first pod's, the second's …: of the tones that can be read on both backgrounds. */
    private String colour(String pod) {
        var pods = lines.stream().map(line -> Json.text(line, "pod")).distinct().toList();
        return List.of("var(--blue)", "var(--warn)", "var(--good)", "var(--bad)", "var(--faint)").get(pods.indexOf(pod) % 5);
    }
}
