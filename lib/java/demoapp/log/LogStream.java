package demoapp.log;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;

import demoapp.LineSplitter;
import demoapp.cluster.Requests;
import demoapp.json.Json;

/**
 * Follows one container's log from where it has been read, over connections that break and instances that end, until
 * its pod has ended or is gone. An instance that ended while nothing came is read to its end before the next one.
 */
final class LogStream implements AutoCloseable {
    /** Then it asks again: a connection may have died with nobody telling. */
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Requests requests;
    private final ContainerLog log;
    private final Semaphore slots;
    private final LogPrinter printer;
    private final Consumer<RuntimeException> ended;
    private final Thread thread;
    private Duration pause = FIRST_PAUSE;
    private long changes;
    private volatile boolean closed;
    private String attached;
    private String finished = "";

    /**
     * @param attached the instance that has been read so far, or ""
     * @param slots    as many as there may be requests at once
     * @param ended    told the reason, null for a good one, at the end
     */
    LogStream(Requests requests, ContainerLog log, String attached, Semaphore slots, LogPrinter printer,
            Consumer<RuntimeException> ended) {
        this.requests = requests;
        this.log = log;
        this.attached = attached;
        this.slots = slots;
        this.printer = printer;
        this.ended = ended;
        thread = new Thread(this::run, "log " + log.title());
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether none of its containers runs, or ever will again. */
    static boolean hasEnded(Map<String, Object> pod) {
        return Json.text(pod, "status", "phase").matches("Succeeded|Failed");
    }

    /** The pod is not what it was, or gone. */
    synchronized void podChanged() {
        changes++;
        notifyAll();
    }

    private void run() {
        RuntimeException failure = null;
        try {
            follow();
        } catch (RuntimeException e) {
            failure = closed ? null : e;
        } catch (InterruptedException e) {
            // closed
        }
        ended.accept(failure);
    }

    private void follow() throws InterruptedException {
        while (!closed) {
            var before = changes();
            var pod = log.freshPod();
            if (pod.isEmpty()) {
                return;
            }
            var instance = ContainerInstance.of(pod.get(), log.container());
            if (!instance.id().isEmpty() && !instance.id().equals(finished)) {
                if (!read(instance)) {
                    awaitChange(before, pause);
                    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            } else if (hasEnded(pod.get())) {
                return;
            } else {
                awaitChange(before, LONGEST);
            }
        }
    }

    /** @return whether it is worth looking again at once */
    private boolean read(ContainerInstance instance) throws InterruptedException {
        if (!instance.id().equals(attached)) {
            // A pod that has joined may have restarted before it was looked at.
            var isPreviousUnread = attached.isEmpty() || attached.equals(instance.previous()) && !attached.equals(finished);
            if (isPreviousUnread && instance.hasPrevious()) {
                log.restOfPrevious().forEach(printer::print);
            }
            printer.note("+ " + log.title() + (instance.restarts() == 0 ? "" : " (restart " + instance.restarts() + ")"));
            attached = instance.id();
        }
        // Whether it has ended is known from before the request: so nothing can come after what this one brings.
        if (connect(instance.running() ? "follow=true" : "", !instance.running()) && !instance.running()) {
            finished = attached;
            return true;
        }
        return false;
    }

    /** @return whether the server itself ended the answer: a container that ends, but also a kubelet that restarts */
    private boolean connect(String options, boolean isLast) throws InterruptedException {
        if (!slots.tryAcquire()) {
            printer.noteOnce("more containers than --max-log-requests allows: the logs of some come later");
            slots.acquire();
        }
        var connection = new Connection();
        try {
            var answer = requests.stream(log.request(options), LONGEST, connection.lines);
            log.refuseForbidden(answer);
            if (answer.code() >= 500 || answer.code() == 429) {
                printer.noteOnce(log.title() + ": " + answer.message());
                return false;
            }
            if (isLast && answer.ok()) {
                connection.line(connection.lines.rest());
            }
            return true;
        } catch (IOException e) {
            return false; // whether the API server serves at all, the watch of the pods tells
        } finally {
            slots.release();
        }
    }

    /** What one answer brings. */
    private final class Connection {
        private final Predicate<Instant> unread = log.unread();
        private final LineSplitter lines = new LineSplitter(this::line);
        private boolean isFirst = true;

        void line(byte[] line) {
            pause = FIRST_PAUSE;
            if (isFirst && log.isGapBefore(line)) { // it has restarted after it was looked at
                log.restOfPrevious().forEach(printer::print);
            }
            isFirst = false;
            log.accept(line, unread).ifPresent(printer::print);
            printer.flush();
        }
    }

    private synchronized long changes() {
        return changes;
    }

    private synchronized void awaitChange(long before, Duration longest) throws InterruptedException {
        var end = System.nanoTime() + longest.toNanos();
        while (changes == before && System.nanoTime() < end) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
