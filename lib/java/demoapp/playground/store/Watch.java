package demoapp.playground.store;

import java.util.function.Consumer;

import demoapp.json.Json;

/** One subscription to the store's changes: every change of a kind (null: of all) in a namespace ("": in all). */
public final class Watch implements AutoCloseable {
    private final Store store;
    private final Kind kind;
    private final String namespace;
    private final Consumer<Store.Change> to;
    private volatile boolean closed;

    Watch(Store store, Kind kind, String namespace, Consumer<Store.Change> to) {
        this.store = store;
        this.kind = kind;
        this.namespace = namespace == null ? "" : namespace;
        this.to = to;
    }

    boolean wants(Store.Change change) {
        return (kind == null || kind == change.kind())
                && (namespace.isEmpty() || namespace.equals(Json.text(change.object(), "metadata", "namespace")));
    }

    void deliver(Store.Change change) {
        if (!closed) {
            try {
                to.accept(change);
            } catch (RuntimeException failure) {
                failure.printStackTrace(); // one broken watcher must not stop the others
            }
        }
    }

    /** No change is delivered after this. */
    @Override
    public void close() {
        closed = true;
        store.forget(this);
    }
}
