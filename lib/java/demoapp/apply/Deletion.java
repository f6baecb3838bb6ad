package demoapp.apply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import demoapp.Pause;
import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.cluster.Requests;
import demoapp.cluster.Resources;
import demoapp.json.Json;
import demoapp.manifest.Manifest;
import demoapp.rollout.Readiness.Target;

/** Deletes objects. What is gone already is fine, and what holds data is kept unless it is asked for. */
public final class Deletion {
    /** Kinds whose deletion takes data along. */
    private static final Set<String> HOLD_DATA =
            Set.of("PersistentVolumeClaim", "PersistentVolume", "Namespace", "CustomResourceDefinition");

    /** What deleting would do, or did. GOING: finalizers or a grace period keep the object for a while. */
    private enum Result { DELETED, GOING, GONE, KEPT }

    private Deletion() { }

    /** What manifests name; nothing where the cluster does not even have the kind. */
    public static List<Target> targets(List<Manifest> manifests, Cluster cluster, Resources resources) {
        return manifests.stream().flatMap(manifest -> resources.of(manifest.apiVersion(), manifest.kind()).stream()
                .map(resource -> new Target(resource, manifest.namespaceOr(cluster.namespace()), manifest.name(), true)))
                .toList();
    }

    /**
     * @param withData the option by which the user asks for the deletion of data too
     * @param isAsked  whether it was given
     * @param dryRun   whether to only say what would be done
     * @return what is still on its way out
     */
    public static List<Target> run(Requests requests, List<Target> targets, String withData, boolean isAsked,
            boolean dryRun, Consumer<String> say) {
        var results = requests.parallel(targets, target -> {
            if (HOLD_DATA.contains(target.resource().kind()) && !isAsked) {
                return requests.get(target.path()).ok() ? Result.KEPT : Result.GONE;
            }
            return delete(requests, target.path(), dryRun);
        });
        var going = new ArrayList<Target>();
        for (var i = 0; i < targets.size(); i++) {
            var title = targets.get(i).title();
            switch (results.get(i)) {
                case KEPT -> say.accept(title + " kept, with its data (" + withData + " deletes both)");
                case DELETED -> say.accept(title + " deleted" + (dryRun ? " (dry run)" : ""));
                case GOING -> {
                    say.accept(title + " deleted" + (dryRun ? " (dry run)" : ""));
                    going.add(targets.get(i));
                }
                case GONE -> { }
            }
        }
        return going;
    }

    private static Result delete(Requests requests, String path, boolean dryRun) {
        // A Job deleted without a policy leaves its pods behind.
        var answer = requests.send("DELETE", path + "?propagationPolicy=Background" + (dryRun ? "&dryRun=All" : ""),
                null, null);
        if (answer.code() == 404) {
            return Result.GONE;
        }
        if (!answer.ok()) {
            throw Problem.failed("cannot delete " + path + ": " + answer.message());
        }
        return Json.at(answer.json(), "metadata", "deletionTimestamp") == null ? Result.DELETED : Result.GOING;
    }

    /** Deletes one object, and returns when it is gone. */
    static void deleteAndWait(Requests requests, String path) {
        delete(requests, path, false);
        while (requests.get(path).code() != 404) {
            if (Instant.now().isAfter(requests.deadline())) {
                throw new Problem(Problem.TIMED_OUT, "timed out: " + path + " is still being deleted");
            }
            Pause.millis(200);
        }
    }
}
