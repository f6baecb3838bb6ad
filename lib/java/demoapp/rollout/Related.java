package demoapp.rollout;

import java.util.List;
import java.util.Map;

import demoapp.cluster.Cluster;
import demoapp.cluster.Resources.Resource;
import demoapp.cluster.Watch;

/** A namespace's ReplicaSets, pods, volume claims and events, each kept up to date by a watch: they say why something waits. */
final class Related implements AutoCloseable {
    private static final Resource REPLICA_SETS = new Resource("apps/v1", "ReplicaSet", "replicasets", true);
    private static final Resource PODS = new Resource("v1", "Pod", "pods", true);
    private static final Resource CLAIMS = new Resource("v1", "PersistentVolumeClaim", "persistentvolumeclaims", true);
    private static final Resource EVENTS = new Resource("v1", "Event", "events", true);

    private final Watch replicaSets;
    private final Watch pods;
    private final Watch claims;
    private final Watch events;
    private final boolean mayGrow;

    Related(Cluster cluster, String namespace, Runnable changed) {
        replicaSets = new Watch(cluster.requests(), REPLICA_SETS, namespace, changed);
        pods = new Watch(cluster.requests(), PODS, namespace, changed);
        claims = new Watch(cluster.requests(), CLAIMS, namespace, changed);
        events = new Watch(cluster.requests(), EVENTS, namespace, changed);
        mayGrow = !cluster.isLocal();
    }

    boolean isListed() {
        return List.of(replicaSets, pods, claims, events).stream().allMatch(watch -> watch.isForbidden() || watch.isListed());
    }

    Around around() {
        return new Around(all(replicaSets), all(pods), all(claims), all(events), mayGrow);
    }

    /** Who may not list events still sees the counters. */
    private static List<Map<String, Object>> all(Watch watch) {
        return watch.isForbidden() ? List.of() : watch.all();
    }

    @Override
    public void close() {
        replicaSets.close();
        pods.close();
        claims.close();
        events.close();
    }
}
