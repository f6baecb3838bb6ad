package demoapp.rollout;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import demoapp.Problem;
import demoapp.cluster.Answer;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.rollout.Readiness.Target;

/** A Deployment, StatefulSet or DaemonSet: what has rollouts. Each method is one request, or two. */
public record Workload(Cluster cluster, Target target) {
    /** Changes made here are this field manager's, as kubectl has kubectl-set and kubectl-rollout. */
    static final String FIELD_MANAGER = "demoapp-rollout";
    private static final Resource DEPLOYMENTS = new Resource("apps/v1", "Deployment", "deployments", true);
    private static final Resource PODS = new Resource("v1", "Pod", "pods", true);
    private static final Map<Set<String>, Resource> KINDS = Map.of(
            Set.of("deploy", "deployment", "deployments", "deployment.apps", "deployments.apps"), DEPLOYMENTS,
            Set.of("sts", "statefulset", "statefulsets", "statefulset.apps", "statefulsets.apps"),
            new Resource("apps/v1", "StatefulSet", "statefulsets", true),
            Set.of("ds", "daemonset", "daemonsets", "daemonset.apps", "daemonsets.apps"),
            new Resource("apps/v1", "DaemonSet", "daemonsets", true));

    /**
     * @param names KIND/NAME with kubectl's short and long kinds, or the name of a Deployment; none: all Deployments of the
     *              sample application
     * @throws Problem when a kind has no rollouts, or an object is not there
     */
    public static List<Workload> of(Cluster cluster, List<String> names) {
        if (!names.isEmpty()) {
            var workloads = names.stream().map(name -> new Workload(cluster, target(cluster, name))).distinct().toList();
            workloads.forEach(Workload::get);
            return workloads;
        }
        var answer = cluster.requests().get(DEPLOYMENTS.path(cluster.namespace()) + "?labelSelector=app%3Ddemoapp");
        if (!answer.ok()) {
            throw Problem.failed("cannot list Deployments: " + answer.message());
        }
        var found = Json.maps(answer.json(), "items").stream().map(item -> new Workload(cluster,
                new Target(DEPLOYMENTS, cluster.namespace(), Json.text(item, "metadata", "name"), false))).toList();
        if (found.isEmpty()) {
            throw Problem.failed("no Deployment is labelled app=demoapp in namespace " + cluster.namespace()
                    + ": bring them up with apply-step, or name yours, such as deploy/web");
        }
        return found;
    }

    /** Whether the text reads as KIND/NAME. */
    public static boolean isName(String text) {
        return text.contains("/") && !text.contains("=") && !text.contains(":");
    }

    private static Target target(Cluster cluster, String text) {
        var parts = text.split("/", -1);
        var kind = parts.length == 1 ? "deploy" : parts[0].toLowerCase();
        var name = parts[parts.length - 1];
        if (parts.length > 2 || !name.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
            throw Problem.usage("'" + text + "' is no KIND/NAME such as deploy/web");
        }
        var resource = KINDS.entrySet().stream().filter(entry -> entry.getKey().contains(kind)).map(Map.Entry::getValue)
                .findFirst().orElseThrow(() -> Problem.usage("'" + kind + "' has no rollouts: deploy, sts and ds have"));
        return new Target(resource, cluster.namespace(), name, false);
    }

    public String title() {
        return target.title();
    }

    public Map<String, Object> get() {
        return checked(cluster.requests().get(target.path())).json();
    }

    /** @param type merge, strategic-merge or json */
    Map<String, Object> patch(String type, Object change) {
        return checked(cluster.requests().send("PATCH", target.path() + "?fieldManager=" + FIELD_MANAGER,
                "application/" + type + "-patch+json", change)).json();
    }

    private Answer checked(Answer answer) {
        if (!answer.ok()) {
            throw Problem.failed(title() + ": " + answer.message());
        }
        return answer;
    }

    /** What kubectl's restart does: an annotation of the template makes it a new one. */
    public void restart() {
        refuseIfPaused("restart");
        patch("merge", Json.object("spec", Json.object("template", Json.object("metadata", Json.object("annotations",
                Json.object("kubectl.kubernetes.io/restartedAt", Instant.now().truncatedTo(
                        ChronoUnit.SECONDS).toString()))))));
    }

    /** How many pods there are to be. */
    public void scale(int replicas) {
        if (target.resource().kind().equals("DaemonSet")) {
            throw Problem.usage(title() + " cannot be scaled: it has a pod on each node");
        }
        patch("merge", Json.object("spec", Json.object("replicas", replicas)));
    }

    void refuseIfPaused(String what) {
        if (Json.truth(get(), "spec", "paused")) {
            throw Problem.failed(title() + " is paused, so there is nothing to " + what + ": rollout resume comes first");
        }
    }

    /** @return false when it was so already */
    public boolean pause(boolean paused) {
        if (!target.resource().kind().equals("Deployment")) {
            throw Problem.usage(title() + " cannot be paused: only Deployments can");
        }
        if (Json.truth(get(), "spec", "paused") == paused) {
            return false;
        }
        patch("merge", Json.object("spec", Json.object("paused", paused ? true : null)));
        return true;
    }

    /**
     * Deletes the pods of a StatefulSet that are not ready. One that waits for a broken pod never replaces it by itself:
     * https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
     *
     * @return their names
     */
    public List<String> deleteBrokenPods() {
        if (!target.resource().kind().equals("StatefulSet")) {
            return List.of();
        }
        var uid = Json.text(get(), "metadata", "uid");
        var broken = Json.maps(checked(cluster.requests().get(PODS.path(target.namespace()))).json(), "items").stream()
                .filter(pod -> Json.maps(pod, "metadata", "ownerReferences").stream().anyMatch(o -> uid.equals(o.get("uid"))))
                .filter(pod -> !Json.text(Verdict.condition(pod, "Ready"), "status").equals("True"))
                .map(pod -> Json.text(pod, "metadata", "name")).toList();
        broken.forEach(pod -> cluster.requests().send("DELETE", PODS.path(target.namespace()) + "/" + pod, null, null));
        return broken;
    }
}
