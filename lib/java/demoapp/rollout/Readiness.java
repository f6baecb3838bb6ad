package demoapp.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import demoapp.Console;
import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.cluster.Requests;
import demoapp.cluster.Resources.Resource;
import demoapp.cluster.Watch;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.rollout.Verdict.State;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.Ansi.Text;

/** Waits, by one watch a kind, until every object is ready, one has failed, or time is up; and shows how it goes. */
public final class Readiness implements AutoCloseable {
    /** How long what has no readiness probe is looked at, unless told otherwise. */
    public static final Duration SETTLE = Duration.ofSeconds(5);
    private static final Duration REMINDER = Duration.ofSeconds(30);
    private static final int MOST_EXPLAINED = 3;
    private static final Duration PATIENCE = Duration.ofMillis(700);

    /** @param gone whether the object is to be gone rather than ready */
    public record Target(Resource resource, String namespace, String name, boolean gone) {
        /** Whether there is anything to wait for: most kinds are ready once they are there. */
        public boolean isAwaited() {
            return gone || Verdict.AWAITED.contains(resource.kind());
        }

        public String path() {
            return resource.path(namespace) + "/" + name;
        }

        public String title() {
            return Manifest.title(Json.object("apiVersion", resource.apiVersion(), "kind", resource.kind(),
                    "metadata", Json.object("name", name)));
        }

        public Map<String, Object> json() {
            return Json.object("apiVersion", resource.apiVersion(), "kind", resource.kind(), "namespace", namespace,
                    "name", name);
        }
    }

    /** @param timedOut whether the deadline passed before all was ready */
    public record Outcome(Map<Target, Verdict> verdicts, boolean timedOut, Duration took) {
        public boolean isReady() {
            return lines(State.FAILED).isEmpty() && !timedOut;
        }

        /** What has failed, or was not ready when time was up. */
        public List<Target> unready() {
            return verdicts.entrySet().stream().filter(entry -> entry.getValue().state() != State.READY)
                    .map(Map.Entry::getKey).toList();
        }

        /** ready, failed or timed out */
        public String state() {
            return isReady() ? "ready" : lines(State.FAILED).isEmpty() ? "timed out" : "failed";
        }

        /** @throws Problem naming what has failed, or what was still missing when time was up */
        public void orThrow() {
            var failed = lines(State.FAILED);
            if (!failed.isEmpty()) {
                throw Problem.failed(failed.get(0) + (failed.size() == 1 ? "" : "\nand " + (failed.size() - 1) + " more"));
            }
            if (timedOut) {
                throw new Problem(Problem.TIMED_OUT, "timed out after " + Math.round(took.toMillis() / 1000.0)
                        + " s, still waiting for:\n  " + String.join("\n  ", lines(State.PROGRESSING)));
            }
        }

        /** All of it, for machines. */
        public Map<String, Object> json() {
            var objects = verdicts.entrySet().stream().map(entry -> {
                var object = entry.getKey().json();
                object.putAll(entry.getValue().json());
                return object;
            }).toList();
            return Json.object("state", state(), "seconds", took.toMillis() / 1000.0, "objects", objects);
        }

        private List<String> lines(State state) {
            return verdicts.entrySet().stream().filter(entry -> entry.getValue().state() == state)
                    .map(entry -> entry.getKey().title() + ": " + entry.getValue().message()).toList();
        }
    }

    private record Place(Resource resource, String namespace) { }

    private final Cluster cluster;
    private final List<Target> targets;
    private final Console console;
    private final Settling settling;
    private final Timeline timeline;
    private final Instant start = Instant.now();
    private final Semaphore changes = new Semaphore(0);
    private final Map<Place, Watch> watches = new HashMap<>();
    private final Map<String, Related> related = new HashMap<>();
    private final Map<Target, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<Target, Instant> failing = new HashMap<>();
    private final Set<String> waitForConsumer;
    private Instant reminded = start;

    private Readiness(Cluster cluster, List<Target> targets, Console console, Duration settle, Timeline timeline) {
        this.cluster = cluster;
        this.targets = targets;
        this.console = console;
        settling = new Settling(settle);
        this.timeline = timeline;
        waitForConsumer = targets.stream().anyMatch(t -> t.resource.kind().equals("PersistentVolumeClaim"))
                ? lateBindingClasses(cluster.requests()) : Set.of();
        for (var target : targets) {
            watches.computeIfAbsent(new Place(target.resource, target.namespace),
                    place -> new Watch(cluster.requests(), place.resource, place.namespace, changes::release));
            if (timeline != null) {
                around(target);
            }
        }
    }

    /** Ends when all targets are ready (or gone), one has failed, or the deadline has passed. */
    public static Outcome await(Cluster cluster, List<Target> targets, Console console) {
        return await(cluster, targets, console, SETTLE, null);
    }

    /**
     * @param settle   how long to look on at what has no readiness probe: Kubernetes calls that available at once
     * @param timeline notes down what happens meanwhile; null: nothing does
     */
    public static Outcome await(Cluster cluster, List<Target> targets, Console console, Duration settle, Timeline timeline) {
        try (var rollout = new Readiness(cluster, targets, console, settle, timeline)) {
            return rollout.await();
        }
    }

    private Outcome await() {
        while (true) {
            changes.drainPermits();
            if (watches.values().stream().allMatch(Watch::isListed) && related.values().stream().allMatch(Related::isListed)) {
                look();
            }
            var timedOut = Instant.now().isAfter(cluster.requests().deadline());
            if (isOver() || timedOut) {
                console.show(List.of());
                targets.forEach(target -> verdicts.putIfAbsent(target, Verdict.progressing("no news yet")));
                explain();
                return new Outcome(verdicts, timedOut, Duration.between(start, Instant.now()));
            }
            show();
            waitForChange();
        }
    }

    private void look() {
        for (var target : targets) {
            var object = watches.get(new Place(target.resource, target.namespace)).get(target.name);
            var verdict = target.gone ? going(object) : verdict(target, object);
            if (verdict == null) {
                continue;
            }
            var before = verdicts.put(target, verdict);
            if (!verdict.equals(before)) {
                say(target, verdict, before);
            }
            if (timeline != null && object != null) {
                timeline.look(object, around(target));
            }
        }
    }

    private static Verdict going(Map<String, Object> object) {
        return object == null ? new Verdict(State.READY, "gone") : Verdict.progressing("is being deleted");
    }

    /** Null while it cannot be said, since what is around has yet to be listed. */
    private Verdict verdict(Target target, Map<String, Object> object) {
        var verdict = Verdict.of(object, waitForConsumer);
        if (object == null || verdict.state() == State.READY && Verdict.isProbed(object)) {
            return verdict;
        }
        var around = around(target);
        if (around == null) {
            return null;
        }
        var trouble = Troubles.of(object, around);
        if (trouble.isEmpty() && verdict.state() == State.FAILED && isEarly(target)) {
            return null;
        }
        return trouble.isPresent() ? verdict.with(trouble.get())
                : verdict.state() == State.READY ? settling.look(target, verdict, around.newest(object)) : verdict;
    }

    /** The pods' own news come by another connection, perhaps a moment later: they say why. */
    private boolean isEarly(Target target) {
        return failing.computeIfAbsent(target, t -> Instant.now()).plus(PATIENCE).isAfter(Instant.now());
    }

    /** What is around the target; null while it is not known yet. */
    private Around around(Target target) {
        var there = related.computeIfAbsent(target.namespace, namespace -> new Related(cluster, namespace, changes::release));
        return there.isListed() ? there.around() : null;
    }

    private boolean isOver() {
        return targets.stream().noneMatch(this::isMissing)
                || verdicts.values().stream().anyMatch(verdict -> verdict.state() == State.FAILED);
    }

    private void say(Target target, Verdict verdict, Verdict before) {
        switch (verdict.state()) {
            // What was ready at the first look is no news.
            case READY -> {
                if (before != null) {
                    console.say("@|green " + target.title() + (target.gone ? " is gone" : " is ready") + "|@"
                            + (target.gone || verdict.message().isEmpty() ? "" : ": " + verdict.message()));
                }
            }
            case FAILED -> console.say("@|red " + target.title() + " has failed|@"); // why: explain()
            case PROGRESSING -> {
                if (!console.isLive()) {
                    console.say(target.title() + ": " + verdict.message());
                }
            }
        }
    }

    /** What is to be seen of what has failed, or was in trouble when time was up. */
    private void explain() {
        verdicts.entrySet().stream().filter(entry -> entry.getValue().state() == State.FAILED
                        || isMissing(entry.getKey()) && entry.getValue().trouble() != null)
                .limit(MOST_EXPLAINED).forEach(entry -> {
                    console.print(entry.getKey().title() + ":");
                    Diagnosis.of(cluster, entry.getKey(), entry.getValue()).forEach(console::print);
                });
    }

    private void show() {
        var lines = new ArrayList<Text>();
        lines.add(Console.text("waiting, " + seconds() + " s" + trouble(), Style.faint));
        missing().forEach(line -> lines.add(Console.text("  " + line)));
        console.show(lines);
        if (!console.isLive() && Instant.now().isAfter(reminded.plus(REMINDER))) {
            reminded = Instant.now();
            console.say("still waiting after " + seconds() + " s for: " + targets.stream().filter(this::isMissing)
                    .map(Target::title).collect(Collectors.joining(", ")) + trouble());
        }
    }

    private List<String> missing() {
        return targets.stream().filter(this::isMissing).map(target -> target.title()
                + (verdicts.containsKey(target) ? ": " + verdicts.get(target).message() : "")).toList();
    }

    private boolean isMissing(Target target) {
        var verdict = verdicts.get(target);
        return verdict == null || verdict.state() != State.READY;
    }

    private String trouble() {
        return watches.values().stream().map(Watch::trouble).filter(trouble -> !trouble.isEmpty()).findFirst()
                .map(trouble -> " (" + trouble + ")").orElse("");
    }

    private void waitForChange() {
        try {
            var left = Duration.between(Instant.now(), cluster.requests().deadline()).toMillis() + 1;
            changes.tryAcquire(Math.min(left, settling.isEmpty() && failing.isEmpty() ? console.isLive() ? 1000 : 5000 : 200),
                    TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private long seconds() {
        return Duration.between(start, Instant.now()).toSeconds();
    }

    private static Set<String> lateBindingClasses(Requests requests) {
        return requests.get("/apis/storage.k8s.io/v1/storageclasses").items().stream()
                .filter(type -> Json.text(type, "volumeBindingMode").equals("WaitForFirstConsumer"))
                .map(type -> Json.text(type, "metadata", "name")).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        watches.values().forEach(Watch::close);
        related.values().forEach(Related::close);
    }
}
