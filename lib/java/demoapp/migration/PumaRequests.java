package demoapp.migration;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.cluster.Answer;
import demoapp.cluster.Cluster;
import demoapp.json.Json;

/**
 * Asks for the application's page again and again, and counts. The requests go to the Service through the API server's proxy:
 * that works on every cluster, whatever of it can be reached from here.
 */
final class PumaRequests implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int MOST_FAILURES = 5;

    /**
     * What has come of them so far.
     *
     * @param failures the first few, each with when (seconds from the start) and why
     */
    record Count(int sent, int failed, Duration slowest, List<String> failures) {
        Map<String, Object> json() {
            return Json.object("sent", sent, "failed", failed, "slowestSeconds", slowest.toMillis() / 1000.0,
                    "failures", failures);
        }

        @Override
        public String toString() {
            return sent + " times GET / through Service demoapp-puma: " + (failed == 0 ? "none failed" : failed + " failed")
                    + ", the slowest took " + slowest.toMillis() / 1000.0 + " s";
        }
    }

    private final Application application;
    private final Instant start = Instant.now();
    private final List<String> failures = new ArrayList<>();
    private final Thread thread;
    private int sent;
    private int failed;
    private Duration slowest = Duration.ZERO;
    private volatile boolean closed;

    PumaRequests(Cluster cluster) {
        application = new Application(cluster);
        thread = new Thread(this::run, "requests");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            var began = Instant.now();
            var why = "";
            try {
                var answer = application.get("/");
                why = answer.ok() ? "" : words(answer);
            } catch (IOException e) {
                why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            }
            if (closed) {
                return; // cut off in the middle of it
            }
            count(why, began);
            try {
                Thread.sleep(PAUSE.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static String words(Answer answer) {
        var message = answer.message();
        return "HTTP " + answer.code() + (message.startsWith("HTTP ") || message.isEmpty() ? "" : ": " + message);
    }

    private synchronized void count(String why, Instant began) {
        var took = Duration.between(began, Instant.now());
        sent++;
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        if (!why.isEmpty()) {
            failed++;
            if (failures.size() < MOST_FAILURES) {
                failures.add("after %.1f s: %s".formatted(Duration.between(start, began).toMillis() / 1000.0, why));
            }
        }
    }

    synchronized Count count() {
        return new Count(sent, failed, slowest, List.copyOf(failures));
    }

    @Override
    public void close() {
        closed = true;
    }
}
