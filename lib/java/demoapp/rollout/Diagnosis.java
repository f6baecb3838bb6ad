package demoapp.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.cluster.Cluster;
import demoapp.cluster.Requests;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.log.LogTail;
import demoapp.rollout.Readiness.Target;

/** What a person looks at when something has failed: the events that matter, the end of the log, and what to try next. */
final class Diagnosis {
    private static final int EVENTS = 3;
    private static final Resource PODS = new Resource("v1", "Pod", "pods", true);
    private static final Resource ALL_EVENTS = new Resource("v1", "Event", "events", true);

    private final Requests requests;
    private final Target target;
    private final Trouble trouble;
    private final Map<String, Object> pod;

    private Diagnosis(Cluster cluster, Target target, Trouble trouble) {
        requests = cluster.requests();
        this.target = target;
        this.trouble = trouble;
        pod = trouble.pod().isEmpty() ? Map.of() : object(PODS.path(target.namespace()) + "/" + trouble.pod());
    }

    /** Lines for people; what the cluster does not tell is left out. */
    static List<String> of(Cluster cluster, Target target, Verdict verdict) {
        var trouble = verdict.trouble() == null ? Trouble.of(true, "", verdict.message()) : verdict.trouble();
        var diagnosis = new Diagnosis(cluster, target, trouble);
        var lines = new ArrayList<String>();
        diagnosis.events().forEach(event -> lines.add("  " + event));
        lines.addAll(diagnosis.log());
        lines.add("  try: " + Advice.of(trouble, target, diagnosis.canGoBack()));
        return lines;
    }

    /** Whether there was a revision before, which the object may well have been fine with. */
    private boolean canGoBack() {
        var object = object(target.path());
        return switch (target.resource().kind()) {
            case "Deployment" -> !Around.revision(object).matches("1?");
            case "StatefulSet" -> !Json.text(object, "status", "updateRevision")
                    .equals(Json.text(object, "status", "currentRevision"));
            case "DaemonSet" -> Json.number(object, 0, "status", "updatedNumberScheduled")
                    < Json.number(object, 0, "status", "currentNumberScheduled");
            default -> false;
        };
    }

    private Map<String, Object> object(String path) {
        var answer = requests.get(path);
        return answer.ok() ? answer.json() : Map.of();
    }

    private List<String> events() {
        var about = pod.isEmpty() ? object(target.path()) : pod;
        var events = requests.get(ALL_EVENTS.path(target.namespace()) + "?fieldSelector=involvedObject.uid="
                + Json.text(about, "metadata", "uid")).items();
        return Events.about(about, events).warnings(EVENTS).stream().filter(this::isNews).map(Diagnosis::line).toList();
    }

    /** The kubelet says everything twice, as the status and in events; and that its cache was behind when a pod was new. */
    private boolean isNews(Map<String, Object> event) {
        var message = Json.text(event, "message");
        return !message.matches("Error: \\w+|.*failed to sync \\w+ cache.*") && !trouble.message().contains(message)
                && (trouble.message().isEmpty() || !message.contains(trouble.message()));
    }

    private static String line(Map<String, Object> event) {
        var time = Events.time(event);
        var age = time.isEmpty() ? ""
                : Math.max(0, Duration.between(Instant.parse(time), Instant.now()).toSeconds()) + " s ago, ";
        var count = Events.count(event);
        return "event: " + Json.text(event, "reason") + " (" + age + count + (count == 1 ? " time" : " times") + "): "
                + Json.text(event, "message").strip();
    }

    /** The end of the log of the container that is in trouble. */
    private List<String> log() {
        var lines = trouble.container().isEmpty() || pod.isEmpty() ? List.<String>of()
                : LogTail.of(requests, pod, trouble.container());
        return lines.isEmpty() ? lines : Stream.concat(Stream.of("  log of " + trouble.container() + ", its last lines:"),
                lines.stream().map(line -> "    " + line)).toList();
    }
}
