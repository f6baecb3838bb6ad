package demoapp.rollout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

import demoapp.Problem;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;

/** The revisions that a workload remembers: a Deployment by its ReplicaSets, the others by ControllerRevisions. */
public final class Revisions {
    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final Resource REPLICA_SETS = new Resource("apps/v1", "ReplicaSet", "replicasets", true);
    private static final Resource CONTROLLER_REVISIONS =
            new Resource("apps/v1", "ControllerRevision", "controllerrevisions", true);

    /** @param source the ReplicaSet or ControllerRevision */
    public record Revision(long number, Map<String, Object> source) {
        public String changeCause() {
            return Json.text(source, "metadata", "annotations", "kubernetes.io/change-cause");
        }

        public String created() {
            return Json.text(source, "metadata", "creationTimestamp");
        }

        /** The pod template, without the label that tells the ReplicaSets apart. */
        public Map<String, Object> template() {
            var isReplicaSet = Json.text(source, "kind").equals("ReplicaSet");
            var template = Json.copy(Json.map(source, isReplicaSet ? "spec" : "data", isReplicaSet ? "template" : "spec"));
            template = isReplicaSet ? template : Json.copy(Json.map(template, "template"));
            Json.set(template, null, "metadata", "labels", "pod-template-hash");
            template.remove("$patch");
            return template;
        }

        public List<String> images() {
            return Json.maps(template(), "spec", "containers").stream().map(c -> Json.text(c, "image")).toList();
        }

        public Map<String, Object> json() {
            return Json.object("revision", number, "created", created(), "changeCause", changeCause(), "template", template());
        }
    }

    private final Workload workload;
    private final Map<String, Object> object;
    private final List<Revision> revisions;

    private Revisions(Workload workload) {
        this.workload = workload;
        object = workload.get();
        var isDeployment = Json.text(object, "kind").equals("Deployment");
        var resource = isDeployment ? REPLICA_SETS : CONTROLLER_REVISIONS;
        var answer = workload.cluster().requests().get(resource.path(workload.target().namespace()));
        if (!answer.ok()) {
            throw Problem.failed("cannot list the revisions of " + workload.title() + ": " + answer.message());
        }
        var uid = Json.text(object, "metadata", "uid");
        revisions = Json.maps(answer.json(), "items").stream()
                .filter(item -> Json.maps(item, "metadata", "ownerReferences").stream()
                        .anyMatch(owner -> Json.text(owner, "uid").equals(uid)))
                .peek(item -> item.put("kind", resource.kind()))
                .map(item -> new Revision(isDeployment ? number(Json.text(item, "metadata", "annotations", REVISION))
                        : Json.number(item, 0, "revision"), item))
                .sorted(Comparator.comparing(Revision::number)).toList();
    }

    /** As the cluster has them now. */
    public static Revisions of(Workload workload) {
        return new Revisions(workload);
    }

    private static long number(String text) {
        return text.matches("\\d+") ? Long.parseLong(text) : 0;
    }

    /** The oldest first. */
    public List<Revision> all() {
        return revisions;
    }

    /** @throws Problem when it is not remembered */
    public Revision of(long number) {
        return revisions.stream().filter(revision -> revision.number == number).findFirst()
                .orElseThrow(() -> Problem.failed(workload.title() + " has no revision " + number + ": it has "
                        + String.join(", ", revisions.stream().map(revision -> Long.toString(revision.number)).toList())));
    }

    /** The one before the newest. @throws Problem when there is none */
    public Revision previous() {
        if (revisions.size() < 2) {
            throw Problem.failed(workload.title() + " has no revision to go back to");
        }
        return revisions.get(revisions.size() - 2);
    }

    /**
     * Makes that revision's template the object's again.
     *
     * @return false when it is the object's already
     */
    public boolean undo(Revision to) {
        workload.refuseIfPaused("undo");
        if (Json.same(to.template(), Json.map(object, "spec", "template"))) {
            return false;
        }
        // The generation: no change that came meanwhile is undone with it.
        workload.patch("json", List.of(
                Json.object("op", "test", "path", "/metadata/generation",
                        "value", Json.number(object, 0, "metadata", "generation")),
                Json.object("op", "replace", "path", "/spec/template", "value", to.template())));
        return true;
    }
}
