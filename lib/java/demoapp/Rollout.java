package demoapp;

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

import demoapp.Resources.Resource;
import demoapp.Verdict.State;
import demoapp.json.Json;

/** Waits, by one watch a kind, until every object is ready, one has failed, or time is up; and shows how it goes. */
public final class Rollout implements AutoCloseable {
    private static final Duration REMINDER = Duration.ofSeconds(30);

    /** @param gone whether the object is to be gone rather than ready */
    public record Target(Resource resource, String namespace, String name, boolean gone) {
        /** Whether there is anything to wait for: most kinds are ready once they are there. */
        public boolean isAwaited() {
            return gone || Verdict.AWAITED.contains(resource.kind());
        }

        String path() {
            return resource.path(namespace) + "/" + name;
        }

        public String title() {
            return Manifest.title(Json.object("apiVersion", resource.apiVersion(), "kind", resource.kind(),
                    "metadata", Json.object("name", name)));
        }
    }

    /** @param timedOut whether the deadline passed before all was ready */
    public record Outcome(Map<Target, Verdict> verdicts, boolean timedOut, Duration took) {
        public boolean isReady() {
            return lines(State.FAILED).isEmpty() && !timedOut;
        }

        /** ready, failed or timed out */
        String state() {
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

        private List<String> lines(State state) {
            return verdicts.entrySet().stream().filter(entry -> entry.getValue().state() == state)
                    .map(entry -> entry.getKey().title() + ": " + entry.getValue().message()).toList();
        }
    }

    private record Place(Resource resource, String namespace) { }

    private final Requests requests;
    private final List<Target> targets;
    private final Console console;
    private final Instant start = Instant.now();
    private final Semaphore changes = new Semaphore(0);
    private final Map<Place, Watch> watches = new HashMap<>();
    private final Map<Target, Verdict> verdicts = new LinkedHashMap<>();
    private final Set<String> waitForConsumer;
    private Instant reminded = start;

    private Rollout(Requests requests, List<Target> targets, Console console) {
        this.requests = requests;
        this.targets = targets;
        this.console = console;
        waitForConsumer = targets.stream().anyMatch(t -> t.resource.kind().equals("PersistentVolumeClaim"))
                ? lateBindingClasses(requests) : Set.of();
        for (var target : targets) {
            watches.computeIfAbsent(new Place(target.resource, target.namespace),
                    place -> new Watch(requests, place.resource, place.namespace, changes::release));
        }
    }

    /** Ends when all targets are ready (or gone), one has failed, or the deadline has passed. */
    public static Outcome await(Requests requests, List<Target> targets, Console console) {
        try (var rollout = new Rollout(requests, targets, console)) {
            return rollout.await();
        }
    }

    private Outcome await() {
        while (true) {
            changes.drainPermits();
            if (watches.values().stream().allMatch(Watch::isListed)) {
                look();
            }
            var timedOut = Instant.now().isAfter(requests.deadline());
            if (isOver() || timedOut) {
                console.show(List.of());
                targets.forEach(target -> verdicts.putIfAbsent(target, new Verdict(State.PROGRESSING, "no news yet")));
                return new Outcome(verdicts, timedOut, Duration.between(start, Instant.now()));
            }
            show();
            waitForChange();
        }
    }

    private void look() {
        for (var target : targets) {
            var verdict = verdict(target);
            var before = verdicts.put(target, verdict);
            if (!verdict.equals(before)) {
                say(target, verdict, before);
            }
        }
    }

    private Verdict verdict(Target target) {
        var object = watches.get(new Place(target.resource, target.namespace)).get(target.name);
        if (!target.gone) {
            return Verdict.of(object, waitForConsumer);
        }
        return object == null ? new Verdict(State.READY, "gone") : new Verdict(State.PROGRESSING, "is being deleted");
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
            case FAILED -> console.say("@|red " + target.title() + " has failed|@: " + verdict.message());
            case PROGRESSING -> {
                if (!console.isLive()) {
                    console.say(target.title() + ": " + verdict.message());
                }
            }
        }
    }

    private void show() {
        var lines = new ArrayList<String>();
        lines.add("@|faint waiting, " + seconds() + " s" + trouble() + "|@");
        missing().forEach(line -> lines.add("  " + line));
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
            var left = Duration.between(Instant.now(), requests.deadline()).toMillis() + 1;
            changes.tryAcquire(Math.min(left, console.isLive() ? 1000 : 5000), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.failed("interrupted");
        }
    }

    private long seconds() {
        return Duration.between(start, Instant.now()).toSeconds();
    }

    private static Set<String> lateBindingClasses(Requests requests) {
        var answer = requests.get("/apis/storage.k8s.io/v1/storageclasses");
        return !answer.ok() ? Set.of() : Json.maps(answer.json(), "items").stream()
                .filter(type -> Json.text(type, "volumeBindingMode").equals("WaitForFirstConsumer"))
                .map(type -> Json.text(type, "metadata", "name")).collect(Collectors.toSet());
    }

    @Override
    public void close() {
        watches.values().forEach(Watch::close);
    }
}
