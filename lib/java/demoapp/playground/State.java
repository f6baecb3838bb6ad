package demoapp.playground;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import demoapp.json.Json;
import demoapp.playground.store.Store;

/** state.json: every object, saved within a second of a change, and loaded at the next start. */
final class State implements AutoCloseable {
    /** Versions skipped on loading: a client that saw changes which were never saved gets 410 and lists anew. */
    private static final long SKIPPED_VERSIONS = 1000;
    private static final int SAVE_AFTER_MILLIS = 500;

    private final Folder folder;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "state");
        thread.setDaemon(true);
        return thread;
    });
    private Store store;
    private boolean closed;

    State(Folder folder) {
        this.folder = folder;
    }

    Store load() {
        var saved = folder.read("state.json");
        if (saved.isEmpty()) {
            return new Store();
        }
        var document = Json.read(saved.get().getBytes(StandardCharsets.UTF_8));
        return new Store(Json.maps(document, "objects"),
                Json.number(document, 1, "version") + SKIPPED_VERSIONS);
    }

    void saveChanges(Store store) {
        this.store = store;
        store.onChange(change -> {
            if (dirty.compareAndSet(false, true)) {
                saveSoon();
            }
        });
        save();
    }

    private void saveSoon() {
        try {
            saver.schedule(this::save, SAVE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // close() has saved it.
        }
    }

    private synchronized void save() {
        if (closed) { // a save that was still waiting
            return;
        }
        dirty.set(false);
        folder.write("state.json", Json.bytes(store.snapshot()));
    }

    @Override
    public synchronized void close() {
        saver.shutdown();
        if (store != null) {
            save();
        }
        closed = true;
    }
}
