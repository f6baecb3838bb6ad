package demoapp.playground.controllers;

import java.time.Duration;
import java.util.List;

import demoapp.playground.store.Clock;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;
import demoapp.playground.store.Watch;

/**
 * Kubernetes' controller manager: feeds every change in the store to every controller, all of it on the clock's one
 * thread.
 */
public final class Controllers implements AutoCloseable {
    private final Store store;
    private final Clock clock;
    private final WorkQueue queue;
    private final List<Controller> controllers;
    private volatile Watch feed;

    public Controllers(Registry registry) {
        store = registry.store();
        clock = registry.clock();
        queue = new WorkQueue(registry);
        controllers = List.of(
                new NamespaceController(registry, queue),
                new DeploymentController(registry, queue),
                new ReplicaSetController(registry, queue),
                new StatefulSetController(registry, queue),
                new DaemonSetController(registry, queue),
                new CronJobController(registry, queue),
                new JobController(registry, queue),
                new QuotaController(registry, queue),
                new DisruptionController(registry, queue),
                new ClaimController(registry, queue),
                new EndpointsController(registry, queue),
                new GarbageCollector(registry, queue));
    }

    /** Looks at everything that is there, then at every change. */
    public void start() {
        clock.after(Duration.ZERO, () -> {
            // Changes are handed over to this thread, so none comes in between; the collector must know all owners.
            feed = store.watch(null, "", 0, change -> clock.after(Duration.ZERO, () -> changed(change)));
            queue.heard(store.version());
            for (var kind : Kinds.all()) {
                store.list(kind, "").forEach(object ->
                        changed(new Store.Change("ADDED", kind, object, null, store.version())));
            }
        });
    }

    private void changed(Store.Change change) {
        controllers.forEach(controller -> controller.changed(change));
        queue.heard(change.version());
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
