package demoapp.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.Problem;
import demoapp.cluster.Answer;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.manifest.Manifest;

/**
 * Whose logs are meant.
 *
 * @param title    as messages name it
 * @param resource of the object whose pods are meant; null for a selector
 * @param query    the pods, as {@code labelSelector=…} or {@code fieldSelector=…}; "" where it is in the object
 */
public record LogTarget(String title, Resource resource, String name, String query) {
    static final Resource PODS = new Resource("v1", "Pod", "pods", true);
    static final Resource JOBS = new Resource("batch/v1", "Job", "jobs", true);
    /** kubectl's names. */
    private static final Map<Set<String>, Resource> KINDS = Map.of(
            Set.of("pod", "pods", "po"), PODS,
            Set.of("job", "jobs", "job.batch", "jobs.batch"), JOBS,
            Set.of("deploy", "deployment", "deployments", "deployment.apps", "deployments.apps"),
            new Resource("apps/v1", "Deployment", "deployments", true),
            Set.of("sts", "statefulset", "statefulsets", "statefulset.apps", "statefulsets.apps"),
            new Resource("apps/v1", "StatefulSet", "statefulsets", true),
            Set.of("ds", "daemonset", "daemonsets", "daemonset.apps", "daemonsets.apps"),
            new Resource("apps/v1", "DaemonSet", "daemonsets", true),
            Set.of("rs", "replicaset", "replicasets", "replicaset.apps", "replicasets.apps"),
            new Resource("apps/v1", "ReplicaSet", "replicasets", true));

    /** All pods whose labels match. */
    public static LogTarget selector(String selector) {
        return new LogTarget("pod with " + selector, null, "", labels(selector));
    }

    /** @param text {@code KIND/NAME}, or a pod's name alone, as kubectl has it */
    public static LogTarget parse(String text) {
        var slash = text.indexOf('/');
        var kind = slash < 0 ? "pod" : text.substring(0, slash).toLowerCase();
        var name = text.substring(slash + 1);
        var resource = KINDS.entrySet().stream().filter(names -> names.getKey().contains(kind)).findFirst()
                .map(Map.Entry::getValue).orElseThrow(() -> Problem.usage("'" + text
                        + "': logs are had of pod/NAME, deploy/NAME, sts/NAME, ds/NAME, rs/NAME or job/NAME"));
        if (!name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?")) {
            throw Problem.usage("'" + text + "': no object can have the name '" + name + "'");
        }
        return new LogTarget(Manifest.title(Json.object("apiVersion", resource.apiVersion(), "kind", resource.kind(),
                "metadata", Json.object("name", name))), resource, name, resource == PODS ? byName(name) : "");
    }

    /** Whether its pods are those that an object selects. */
    boolean isOwner() {
        return query.isEmpty();
    }

    static String byName(String name) {
        return "fieldSelector=metadata.name%3D" + name;
    }

    /** The query for the pods that the object selects. */
    static String podsOf(Map<String, Object> object) {
        var terms = new ArrayList<String>();
        Json.map(object, "spec", "selector", "matchLabels").forEach((key, value) -> terms.add(key + "=" + value));
        for (var expression : Json.maps(object, "spec", "selector", "matchExpressions")) {
            var key = Json.text(expression, "key");
            var values = " (" + String.join(",", Json.texts(expression, "values")) + ")";
            terms.add(switch (Json.text(expression, "operator")) {
                case "In" -> key + " in" + values;
                case "NotIn" -> key + " notin" + values;
                case "Exists" -> key;
                default -> "!" + key;
            });
        }
        return labels(String.join(",", terms));
    }

    private static String labels(String selector) {
        return "labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    /** The pods that there are now. */
    List<Map<String, Object>> pods(Cluster cluster) {
        var found = query;
        if (isOwner()) {
            var answer = cluster.requests().get(resource.path(cluster.namespace()) + "/" + name);
            if (answer.code() == 404) {
                return List.of();
            }
            found = podsOf(items(answer, title));
        }
        return list(cluster, PODS, found);
    }

    /** What the user may have meant, when there is nothing. */
    String nothing(Cluster cluster) {
        var kind = resource == null ? PODS : resource;
        var names = list(cluster, kind, "").stream().map(item -> Json.text(item, "metadata", "name")).toList();
        return "there is no " + title + " in namespace " + cluster.namespace() + "; there "
                + (names.isEmpty() ? "are no " + kind.plural() + " at all" : "is: "
                        + String.join(", ", names.subList(0, Math.min(10, names.size()))) + (names.size() > 10 ? ", …" : ""));
    }

    private List<Map<String, Object>> list(Cluster cluster, Resource of, String which) {
        var answer = cluster.requests().get(of.path(cluster.namespace()) + (which.isEmpty() ? "" : "?" + which));
        return Json.maps(items(answer, of.plural()), "items");
    }

    private Map<String, Object> items(Answer answer, String what) {
        if (answer.code() == 400 && resource == null) {
            throw Problem.usage(title + ": " + answer.message());
        }
        if (!answer.ok()) {
            throw Problem.failed("cannot read " + what + ": " + answer.message());
        }
        return answer.json();
    }
}
