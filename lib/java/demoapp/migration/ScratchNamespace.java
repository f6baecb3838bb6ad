package demoapp.migration;

import java.util.List;
import java.util.Map;

import demoapp.Console;
import demoapp.Problem;
import demoapp.cluster.Cluster;
import demoapp.cluster.Resources.Resource;
import demoapp.json.Json;
import demoapp.rollout.Readiness;
import demoapp.rollout.Readiness.Target;

/** A namespace for something that destroys: empty at first, gone afterwards, and never one that is somebody's. */
public final class ScratchNamespace implements AutoCloseable {
    private static final Resource NAMESPACES = new Resource("v1", "Namespace", "namespaces", false);
    private static final String LABEL = "demoapp/scratch";

    private final Cluster cluster;
    private final Console console;
    private final boolean keep;

    /**
     * @param somewhere the cluster, in whatever namespace
     * @param keep      whether it stays afterwards
     * @throws Problem when a namespace of that name is there that was not made here
     */
    public ScratchNamespace(Cluster somewhere, String name, boolean keep, Console console) {
        this.console = console;
        this.keep = keep;
        cluster = somewhere.inNamespace(name);
        try {
            make();
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void make() {
        var path = "/api/v1/namespaces/" + cluster.namespace();
        var before = cluster.requests().get(path);
        if (before.ok()) {
            if (!Json.text(before.json(), "metadata", "labels", LABEL).equals("true")) {
                throw Problem.failed("there is a namespace " + cluster.namespace() + " already, which was not made here:"
                        + " it is left alone");
            }
            cluster.requests().send("DELETE", path, null, null);
            Readiness.await(cluster, List.of(new Target(NAMESPACES, "", cluster.namespace(), true)), console).orThrow();
        }
        var made = cluster.requests().send("POST", "/api/v1/namespaces", "application/json", Json.object("apiVersion", "v1",
                "kind", "Namespace", "metadata", Json.object("name", cluster.namespace(), "labels", Map.of(LABEL, "true"))));
        if (!made.ok()) {
            throw Problem.failed("cannot make namespace " + cluster.namespace() + ": " + made.message());
        }
        console.print("in a namespace of its own, " + cluster.namespace());
    }

    /** The cluster, with this namespace for its own. */
    public Cluster cluster() {
        return cluster;
    }

    @Override
    public void close() {
        try {
            if (keep) {
                console.print("namespace " + cluster.namespace() + " stays; the next run makes it anew");
            } else {
                cluster.requests().send("DELETE", "/api/v1/namespaces/" + cluster.namespace(), null, null);
                console.print("namespace " + cluster.namespace() + " is being deleted");
            }
        } finally {
            cluster.close();
        }
    }
}
