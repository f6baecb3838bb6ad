package demoapp.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;

import demoapp.json.Json;
import demoapp.playground.store.Store;

/**
 * state.json: every object, saved within a second of a change, and loaded at the next start. Of very many objects a save
 * takes longer, and so does the pause before it: it is a tenth of the work at most.
 */
final class State implements AutoCloseable {
    /** Versions skipped on loading: a client that saw changes which were never saved gets 410 and lists anew. */
    private static final long SKIPPED_VERSIONS = 1000;
    private static final ObjectWriter JSON = Json.mapper().writer().without(StreamWriteFeature.AUTO_CLOSE_TARGET);
    private static final long SAVE_AFTER_MILLIS = 500;
    private static final long RETRY_AFTER_MILLIS = 5000;
    private static final int PAUSE_FACTOR = 9;

    private final Folder folder;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private final ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "state");
        thread.setDaemon(true);
        return thread;
    });
    private Store store;
    private volatile long pause = SAVE_AFTER_MILLIS;
    private boolean failing;
    private boolean closed;

    State(Folder folder) {
        this.folder = folder;
    }

    /** @throws UncheckedIOException when what was saved cannot be read */
    Store load() {
        folder.deleteUnfinished();
        if (!Files.exists(folder.state())) {
            return new Store();
        }
        try {
            var document = Json.mapper().readValue(folder.state(), Object.class);
            return new Store(Json.maps(document, "objects"), Json.number(document, 1, "version") + SKIPPED_VERSIONS);
        } catch (JacksonException damaged) {
            var message = "%s is damaged; `playground reset` begins anew: %s"
                    .formatted(folder.state(), damaged.getOriginalMessage());
            throw new UncheckedIOException(message, new IOException(message));
        }
    }

    void saveChanges(Store store) {
        this.store = store;
        store.onChange(change -> {
            if (dirty.compareAndSet(false, true)) {
                saveAfter(pause);
            }
        });
        saveAfter(0);
    }

    private void saveAfter(long millis) {
        try {
            saver.schedule(this::save, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // close() has saved it.
        }
    }

    private synchronized void save() {
        if (closed) { // a save that was still waiting
            return;
        }
        dirty.set(false);
        var start = System.nanoTime();
        try {
            folder.write("state.json", out -> JSON.writeValue(out, store.snapshot()));
            failing = false;
        } catch (UncheckedIOException | JacksonException failure) {
            if (!failing) { // once, not every few seconds
                System.out.printf("%s cannot save, and tries on: %s%n", Instant.now(), failure);
            }
            failing = true;
        }
        pause = Math.max(SAVE_AFTER_MILLIS, (System.nanoTime() - start) / 1_000_000 * PAUSE_FACTOR);
        if (failing && dirty.compareAndSet(false, true)) {
            saveAfter(RETRY_AFTER_MILLIS);
        }
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
