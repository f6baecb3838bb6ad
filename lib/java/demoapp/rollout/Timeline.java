package demoapp.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.manifest.Manifest;

/**
 * What happened to Deployments, StatefulSets and DaemonSets and their pods while they were looked at: each pod's states,
 * one after the other, and how many pods there were. All times are seconds since the first look, by this machine's clock.
 */
public final class Timeline {
    /** A pod's states in the order that they come in. */
    enum State { PENDING, STARTING, FAILING, READY, ENDING }

    /** @param to null while it lasts */
    record Segment(State state, double from, Double to) { }

    /**
     * @param revision the ReplicaSet's or controller's hash
     * @param restarts how often containers were started again
     */
    record Bar(String pod, String revision, boolean isNew, long restarts, List<Segment> segments) { }

    /** How many pods the older revisions and the newest have from then on, and how many of all of them are ready. */
    record Count(double at, long old, long fresh, long ready) {
        long pods() {
            return old + fresh;
        }
    }

    /** A Deployment's ReplicaSet was told to have so many pods. */
    record Scaling(double at, String replicaSet, long from, long to) { }

    /** One object's story. @param replicas of each ReplicaSet, as last seen */
    record Story(String title, StrategyLimits limits, Map<String, Bar> bars, Map<String, Long> replicas, List<Scaling> scalings) {
        List<Count> counts() {
            var moments = bars.values().stream().flatMap(bar -> bar.segments.stream()).map(Segment::from).distinct().sorted();
            return moments.map(at -> new Count(at, count(at, bar -> !bar.isNew, segment -> segment.state != State.ENDING),
                    count(at, Bar::isNew, segment -> segment.state != State.ENDING),
                    count(at, bar -> true, segment -> segment.state == State.READY))).toList();
        }

        private long count(double at, Predicate<Bar> which, Predicate<Segment> how) {
            return bars.values().stream().filter(which).filter(bar -> bar.segments.stream().anyMatch(segment ->
                    segment.from <= at && (segment.to == null || segment.to > at) && how.test(segment))).count();
        }
    }

    private final Map<String, Story> stories = new LinkedHashMap<>();
    private Instant start;
    private double end;

    /** Notes down how things are before anything happens, which the first look would come too late for. */
    public void begin(Workload workload) {
        var requests = workload.cluster().requests();
        var namespace = workload.target().namespace();
        var lists = Stream.of("/apis/apps/v1/namespaces/" + namespace + "/replicasets",
                        "/api/v1/namespaces/" + namespace + "/pods")
                .map(path -> requests.get(path).items()).toList();
        look(workload.get(), new Around(lists.get(0), lists.get(1), List.of(), List.of(), false));
    }

    /** Notes down how things are now. */
    synchronized void look(Map<String, Object> object, Around around) {
        if (around != null && Json.map(object, "spec").containsKey("template")) {
            look(object, around, Instant.now());
        }
    }

    synchronized void look(Map<String, Object> object, Around around, Instant now) {
        if (start == null) {
            start = now;
        }
        var at = Duration.between(start, now).toMillis() / 1000.0;
        end = Math.max(end, at);
        var story = stories.compute(Manifest.title(object), (title, before) -> new Story(title, new StrategyLimits(object),
                before == null ? new LinkedHashMap<>() : before.bars, before == null ? new LinkedHashMap<>() : before.replicas,
                before == null ? new ArrayList<>() : before.scalings));
        scale(story, around.replicaSets(object), at);
        var newest = around.newest(object).stream().map(pod -> Json.text(pod, "metadata", "name")).toList();
        var there = around.all(object);
        for (var pod : there) {
            var name = Json.text(pod, "metadata", "name");
            var bar = story.bars.get(name);
            var segments = bar == null ? new ArrayList<Segment>() : bar.segments;
            enter(segments, state(pod), at);
            story.bars.put(name, new Bar(name, revision(pod), newest.contains(name), restarts(pod), segments));
        }
        var names = there.stream().map(pod -> Json.text(pod, "metadata", "name")).toList();
        var newestRevision = around.newest(object).stream().map(Timeline::revision).findFirst().orElse("");
        story.bars.replaceAll((name, bar) -> names.contains(name) ? bar // what is gone may have been new when it was last seen
                : new Bar(name, bar.revision, bar.revision.equals(newestRevision), bar.restarts, bar.segments));
        story.bars.values().stream().filter(bar -> !names.contains(bar.pod)).forEach(bar -> close(bar.segments, at));
    }

    private static void scale(Story story, List<Map<String, Object>> replicaSets, double at) {
        var isFirst = story.replicas.isEmpty();
        for (var set : replicaSets) {
            var name = Json.text(set, "metadata", "name");
            var to = Json.number(set, 0, "spec", "replicas");
            var from = story.replicas.put(name, to);
            if (!isFirst && to != (from == null ? 0 : from)) {
                story.scalings.add(new Scaling(at, name, from == null ? 0 : from, to));
            }
        }
    }

    private static State state(Map<String, Object> pod) {
        if (!Json.text(pod, "metadata", "deletionTimestamp").isEmpty()) {
            return State.ENDING;
        }
        return Json.text(Verdict.condition(pod, "Ready"), "status").equals("True") ? State.READY
                : Json.text(pod, "spec", "nodeName").isEmpty() ? State.PENDING
                : PodSummary.of(pod).isInTrouble() ? State.FAILING : State.STARTING;
    }

    private static String revision(Map<String, Object> pod) {
        var hash = Json.text(pod, "metadata", "labels", "pod-template-hash");
        return hash.isEmpty() ? Json.text(pod, "metadata", "labels", "controller-revision-hash") : hash;
    }

    private static long restarts(Map<String, Object> pod) {
        return Json.maps(pod, "status", "containerStatuses").stream().mapToLong(s -> Json.number(s, 0, "restartCount")).sum();
    }

    private static void enter(List<Segment> segments, State state, double at) {
        if (segments.isEmpty() || segments.get(segments.size() - 1).state != state) {
            close(segments, at);
            segments.add(new Segment(state, at, null));
        }
    }

    private static void close(List<Segment> segments, double at) {
        var last = segments.size() - 1;
        if (last >= 0 && segments.get(last).to == null) {
            segments.set(last, new Segment(segments.get(last).state, segments.get(last).from, at));
        }
    }

    synchronized List<Story> stories() {
        return List.copyOf(stories.values());
    }

    /** How long it was looked at, in seconds. */
    synchronized double seconds() {
        return end;
    }

    /** For machines: the same, with times in seconds. */
    public synchronized Map<String, Object> json() {
        return Json.object("start", String.valueOf(start), "seconds", end, "objects", stories.values().stream().map(story ->
                Json.object("object", story.title, "replicas", story.limits.replicas(), "leastReady", story.limits.least(),
                        "mostPods", story.limits.most(), "pods", story.bars.values().stream().map(Timeline::json).toList(),
                        "counts", story.counts().stream().map(count -> Json.object("at", count.at, "old", count.old,
                                "new", count.fresh, "ready", count.ready)).toList(),
                        "scalings", story.scalings.stream().map(scaling -> Json.object("at", scaling.at, "replicaSet",
                                scaling.replicaSet, "from", scaling.from, "to", scaling.to)).toList())).toList());
    }

    private static Map<String, Object> json(Bar bar) {
        return Json.object("name", bar.pod, "revision", bar.revision, "new", bar.isNew, "restarts", bar.restarts,
                "states", bar.segments.stream().map(segment -> {
                    var state = Json.object("state", segment.state.name().toLowerCase(), "from", segment.from);
                    if (segment.to != null) {
                        state.put("to", segment.to);
                    }
                    return state;
                }).toList());
    }
}
