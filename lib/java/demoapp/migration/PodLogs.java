package demoapp.migration;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;
import demoapp.log.LogFollower;
import demoapp.log.LogPrinter;
import demoapp.log.LogRequest;
import demoapp.log.LogTarget;
import demoapp.log.LogWindow;

/** The logs of a Deployment's pods, line by line: as they are, or followed until closed. */
final class PodLogs implements AutoCloseable {
    private static final int MOST_REQUESTS = 50;

    record Line(String pod, String text) { }

    private final LogPrinter printer;
    private final Thread thread;

    /** @param to takes each line that is written once they are followed, on a thread of its own */
    PodLogs(Cluster cluster, String deployment, Consumer<Line> to) {
        printer = printer(cluster, to);
        thread = new Thread(() -> {
            try {
                LogFollower.follow(cluster, request(deployment, new LogWindow(null, 0), false), printer);
            } catch (Problem e) {
                // Logs are shown for company: who waits for the rollout is told what is wrong.
            }
        }, "logs of " + deployment);
        thread.setDaemon(true);
    }

    void follow() {
        thread.start();
    }

    /** What the containers that there are have written: pod → its lines. Empty where there is no log. */
    static Map<String, List<String>> read(Cluster cluster, String deployment) {
        return read(cluster, deployment, false);
    }

    /** The same of the containers before their last restart. */
    static Map<String, List<String>> readPrevious(Cluster cluster, String deployment) {
        return read(cluster, deployment, true);
    }

    private static Map<String, List<String>> read(Cluster cluster, String deployment, boolean previous) {
        var logs = new LinkedHashMap<String, List<String>>();
        try {
            request(deployment, LogWindow.ALL, previous).print(cluster, printer(cluster,
                    line -> logs.computeIfAbsent(line.pod, pod -> new ArrayList<>()).add(line.text)));
        } catch (Problem e) {
            // no container has such a log
        }
        return logs;
    }

    private static LogRequest request(String deployment, LogWindow window, boolean previous) {
        return new LogRequest(List.of(LogTarget.parse("deploy/" + deployment)), null, window, previous, MOST_REQUESTS);
    }

    private static LogPrinter printer(Cluster cluster, Consumer<Line> to) {
        return new LogPrinter(new PrintWriter(new JsonLines(to)), new PrintWriter(Writer.nullWriter()), LogPrinter.Format.JSON,
                new LogPrinter.Filter(List.of(), List.of()), cluster.namespace(), false, false);
    }

    /** Reads the printer's lines back. */
    private static final class JsonLines extends Writer {
        private final Consumer<Line> to;
        private final StringBuilder line = new StringBuilder();

        JsonLines(Consumer<Line> to) {
            this.to = to;
        }

        @Override
        public void write(char[] text, int start, int length) {
            line.append(text, start, length);
            for (var end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                var json = Json.read(line.substring(0, end).getBytes(StandardCharsets.UTF_8));
                line.delete(0, end + 1);
                to.accept(new Line(Json.text(json, "pod"), Json.text(json, "message")));
            }
        }

        @Override
        public void flush() { }

        @Override
        public void close() { }
    }

    @Override
    public void close() {
        printer.interrupted();
    }
}
