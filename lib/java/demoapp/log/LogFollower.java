package demoapp.log;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.json.Json;

/** Follows the logs of all pods of the targets, which come and go, until the targets are over, or nobody reads. */
public final class LogFollower implements AutoCloseable {
    /** How long pods may still write, and be deleted, after what they belong to is over. */
    private static final Duration LAST_WORDS = Duration.ofMinutes(1);

    private final class FollowedPod {
        private final String name;
        private String version = "";
        private int running;
        private final Map<String, LogStream> streams = new HashMap<>();

        FollowedPod(Map<String, Object> pod) {
            name = Json.text(pod, "metadata", "name");
        }

        /** @param attached what has been read of the container already, or "" */
        void start(ContainerLog log, String attached) {
            synchronized (LogFollower.this) {
                running++;
            }
            streams.put(log.container(), new LogStream(cluster.requests(), log, attached, slots, printer, this::ended));
        }

        void changed(Map<String, Object> pod) {
            var now = Json.text(pod, "metadata", "resourceVersion");
            if (!now.equals(version)) {
                version = now;
                streams.values().forEach(LogStream::podChanged);
            }
        }

        private void ended(RuntimeException reason) {
            synchronized (LogFollower.this) {
                running--;
                failure = failure == null ? reason : failure;
                if (running == 0) {
                    printer.note("- " + name);
                }
            }
            changes.release();
        }
    }

    private final Cluster cluster;
    private final LogRequest request;
    private final LogPrinter printer;
    private final Semaphore changes = new Semaphore(0);
    private final Semaphore slots;
    private final Map<String, FollowedPod> pods = new HashMap<>();
    private final List<FollowedTarget> targets = new ArrayList<>();
    private RuntimeException failure;
    private Instant end;
    private String trouble = "";

    private LogFollower(Cluster cluster, LogRequest request, LogPrinter printer) {
        this.cluster = cluster;
        this.request = request;
        this.printer = printer;
        slots = new Semaphore(request.maxRequests());
    }

    /**
     * Prints what has been written, in the order of its times, then what comes, as it comes.
     *
     * @throws Problem when a Job has failed, or when at the deadline no pod has come or a Job not ended
     */
    public static void follow(Cluster cluster, LogRequest request, LogPrinter printer) {
        try (var follower = new LogFollower(cluster, request, printer)) {
            follower.history();
            request.targets().forEach(target ->
                    follower.targets.add(new FollowedTarget(cluster, target, follower.changes::release)));
            follower.follow();
        } finally {
            printer.close();
        }
    }

    private void history() {
        var found = request.pods(cluster);
        found.forEach((target, its) -> {
            if (its.isEmpty()) {
                printer.note("waiting: " + target.nothing(cluster));
            }
        });
        var now = LogRequest.distinct(found);
        var attached = new LinkedHashMap<ContainerLog, Map<String, Object>>();
        for (var log : request.logs(cluster, now, request.window(), printer)) {
            now.stream().filter(log::isOf).filter(pod -> !ContainerInstance.of(pod, log.container()).id().isEmpty())
                    .forEach(pod -> attached.put(log, pod));
        }
        attached.keySet().forEach(log -> printer.note("+ " + log.title()));
        LogHistory.print(cluster.requests(), List.copyOf(attached.keySet()), false, true, printer);
        attached.forEach((log, pod) -> followed(pod).start(log, ContainerInstance.of(pod, log.container()).id()));
    }

    private void follow() {
        while (!printer.isBroken()) {
            changes.drainPermits();
            refuseFailure();
            look();
            var isOver = targets.stream().allMatch(FollowedTarget::isOver);
            if (isOver && end == null) {
                // The watch of the pods may be behind that of their owner.
                LogRequest.distinct(request.pods(cluster)).forEach(this::join);
                end = Instant.now().plus(LAST_WORDS);
            }
            if (isOver && (running() == 0 || Instant.now().isAfter(end))) {
                refuseFailure();
                failIfJobFailed();
                return;
            }
            if (Instant.now().isAfter(cluster.requests().deadline())) {
                timeOut();
                return;
            }
            waitForChange();
        }
    }

    private void look() {
        var now = new HashMap<String, Map<String, Object>>();
        for (var target : targets) {
            target.look().forEach(pod -> now.put(Json.text(pod, "metadata", "uid"), pod));
        }
        sayTrouble(targets.stream().map(FollowedTarget::trouble).filter(text -> !text.isEmpty()).findFirst().orElse(""));
        now.values().forEach(this::join);
        pods.forEach((uid, pod) -> pod.changed(now.get(uid)));
    }

    private void sayTrouble(String now) {
        if (trouble.isEmpty() != now.isEmpty()) {
            printer.note(now.isEmpty() ? "the API server answers again" : now + "; it is asked again");
        }
        trouble = now;
    }

    private void join(Map<String, Object> pod) {
        var followed = followed(pod);
        request.logs(cluster, pod, LogWindow.ALL, printer).stream()
                .filter(log -> !followed.streams.containsKey(log.container())).forEach(log -> followed.start(log, ""));
    }

    private FollowedPod followed(Map<String, Object> pod) {
        return pods.computeIfAbsent(Json.text(pod, "metadata", "uid"), uid -> new FollowedPod(pod));
    }

    private synchronized int running() {
        return pods.values().stream().mapToInt(pod -> pod.running).sum();
    }

    private synchronized void refuseFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    private void failIfJobFailed() {
        var failures = targets.stream().flatMap(target -> target.failures().stream()).toList();
        if (!failures.isEmpty()) {
            throw Problem.failed(String.join("\n", failures));
        }
    }

    /** Time is up: which is no failure, unless something was awaited. */
    private void timeOut() {
        if (pods.isEmpty()) {
            throw new Problem(Problem.TIMED_OUT, "timed out: " + request.targets().get(0).nothing(cluster));
        }
        targets.stream().filter(FollowedTarget::awaitsJob).findFirst().ifPresent(target -> {
            throw new Problem(Problem.TIMED_OUT, "timed out: " + target.target().title() + " has not ended");
        });
    }

    private void waitForChange() {
        try {
            var left = Duration.between(Instant.now(), cluster.requests().deadline()).toMillis() + 1;
            changes.tryAcquire(Math.min(left, 2000), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    @Override
    public void close() {
        targets.forEach(FollowedTarget::close);
        pods.values().forEach(pod -> pod.streams.values().forEach(LogStream::close));
    }
}
