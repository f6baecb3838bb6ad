package demoapp.playground.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import demoapp.json.Json;

/**
 * Every object, under one lock, with one sequence of resourceVersions for all kinds (as etcd's revision is). Watchers
 * are called on one thread of their own, in order, outside the lock. Objects handed out are shared: copy before
 * changing.
 */
public final class Store implements AutoCloseable {
    /** How many changes a late watcher can catch up with; beyond that it gets 410 Expired and lists anew. */
    private static final int KEPT_CHANGES = 2000;
    /** And how much of the memory they may take, in bytes: large objects are kept for fewer changes. */
    private static final long KEPT_WEIGHT = Runtime.getRuntime().maxMemory() / 16;
    /** As etcd has them: how much one object may take as JSON, and all of them in memory, in bytes. */
    private static final int LARGEST = 1536 * 1024;
    private static final long QUOTA = Runtime.getRuntime().maxMemory() / 2;

    /**
     * @param type ADDED, MODIFIED or DELETED
     * @param object as it is now; when deleted, as it was last, with the deletion's resourceVersion
     * @param before as it was; null when added
     * @param weight about how much memory the object takes, in bytes
     */
    public record Change(String type, Kind kind, Map<String, Object> object, Map<String, Object> before,
                         long version, long weight) {
        public Change(String type, Kind kind, Map<String, Object> object, Map<String, Object> before, long version) {
            this(type, kind, object, before, version, Weight.of(object));
        }
    }

    /** What a list answers: the objects and the version at which they were so. */
    public record Listing(List<Map<String, Object>> items, long version) { }

    private record Key(String namespace, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            var order = namespace.compareTo(other.namespace);
            return order != 0 ? order : name.compareTo(other.name);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Kind, TreeMap<Key, Map<String, Object>>> objects = new HashMap<>();
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private final Compact compact = new Compact();
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final ExecutorService dispatcher = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "watches");
        thread.setDaemon(true);
        return thread;
    });
    private long version;
    private long compacted;
    private long weight;
    private long keptWeight;

    /** An empty store. */
    public Store() {
        this(List.of(), 1);
    }

    /** A store as it was saved: its objects and its last version. */
    public Store(Collection<Map<String, Object>> saved, long version) {
        this.version = version;
        this.compacted = version;
        for (var object : saved) {
            var stored = compact.of(object);
            Kinds.of(stored).ifPresent(kind -> of(kind).put(key(stored), stored));
            weight += Weight.of(stored);
        }
    }

    public Optional<Map<String, Object>> get(Kind kind, String namespace, String name) {
        return locked(() -> Optional.ofNullable(of(kind).get(new Key(namespace == null ? "" : namespace, name))));
    }

    /** The objects of a kind, ordered by namespace and name; namespace "" or null: of all namespaces. */
    public List<Map<String, Object>> list(Kind kind, String namespace) {
        return locked(() -> {
            var all = of(kind);
            return namespace == null || namespace.isEmpty() ? new ArrayList<>(all.values())
                    : new ArrayList<>(all.subMap(new Key(namespace, ""), new Key(namespace + "\0", "")).values());
        });
    }

    public Listing listing(Kind kind, String namespace) {
        return locked(() -> new Listing(list(kind, namespace), version));
    }

    public long version() {
        return locked(() -> version);
    }

    public int size() {
        return locked(() -> objects.values().stream().mapToInt(Map::size).sum());
    }

    /** Every object of every kind, for saving, with the version they are of. */
    public Map<String, Object> snapshot() {
        return locked(() -> Json.object("version", version, "objects",
                objects.values().stream().flatMap(all -> all.values().stream()).toList()));
    }

    /**
     * Delivers the changes after a version: those kept first, then the ones to come. Since 0: from now on.
     *
     * @throws ApiException 410 when changes since then are not all kept
     */
    public Watch watch(Kind kind, String namespace, long since, Consumer<Change> to) {
        return locked(() -> {
            if (since != 0 && (since < compacted || since > version)) { // a later one: of a cluster since reset
                throw ApiException.expired("too old resource version: %d (%d)".formatted(since, compacted));
            }
            var watch = new Watch(this, kind, namespace, to);
            var missed = since == 0 ? List.<Change>of()
                    : changes.stream().filter(change -> change.version() > since && watch.wants(change)).toList();
            // The dispatcher works in order: what was queued before is not for this watch, what comes after is.
            dispatch(() -> {
                missed.forEach(watch::deliver);
                watches.add(watch);
            });
            return watch;
        });
    }

    /** Every change of every kind from now on: the controllers' feed. */
    public AutoCloseable onChange(Consumer<Change> to) {
        return watch(null, "", 0, to);
    }

    void forget(Watch watch) {
        dispatch(() -> watches.remove(watch));
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes the object with the next version; call under the lock. Returns it as stored.
     *
     * @throws ApiException 500 when it is too large, or there is no room for it
     */
    Map<String, Object> put(Kind kind, Map<String, Object> fresh) {
        var before = of(kind).get(key(fresh));
        Json.set(fresh, Long.toString(version + 1), "metadata", "resourceVersion");
        var object = compact.of(fresh);
        reserve(object, before);
        version++;
        of(kind).put(key(object), object);
        publish(new Change(before == null ? "ADDED" : "MODIFIED", kind, object, before, version));
        return object;
    }

    private void reserve(Map<String, Object> object, Map<String, Object> before) {
        var added = Weight.of(object);
        if (added > LARGEST && Json.bytes(object).length > LARGEST) {
            throw new ApiException(500, "", "etcdserver: request is too large", null);
        }
        var grown = weight + added - (before == null ? 0 : Weight.of(before));
        // A tenth is kept back for changes to what there is: graceful deletion is one.
        if (grown > weight && grown > (before == null ? QUOTA : QUOTA / 10 * 11)) {
            throw new ApiException(500, "", "etcdserver: mvcc: database space exceeded", null);
        }
        weight = grown;
    }

    /** Removes the object; call under the lock. Returns it with the version of its deletion. */
    Map<String, Object> remove(Kind kind, Map<String, Object> object) {
        version++;
        var before = of(kind).remove(key(object));
        weight -= before == null ? 0 : Weight.of(before);
        var last = Json.copy(object);
        Json.set(last, Long.toString(version), "metadata", "resourceVersion");
        publish(new Change("DELETED", kind, last, before, version));
        return last;
    }

    private void publish(Change change) {
        changes.addLast(change);
        keptWeight += change.weight();
        while (changes.size() > KEPT_CHANGES || keptWeight > KEPT_WEIGHT) {
            var dropped = changes.removeFirst();
            keptWeight -= dropped.weight();
            compacted = dropped.version();
        }
        dispatch(() -> watches.forEach(watch -> {
            if (watch.wants(change)) {
                watch.deliver(change);
            }
        }));
    }

    private void dispatch(Runnable work) {
        try {
            dispatcher.execute(work);
        } catch (RejectedExecutionException closed) {
            // The cluster stops: nobody watches any more.
        }
    }

    private TreeMap<Key, Map<String, Object>> of(Kind kind) {
        return objects.computeIfAbsent(kind, k -> new TreeMap<>());
    }

    private static Key key(Map<String, Object> object) {
        return new Key(Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"));
    }

    @Override
    public void close() {
        dispatcher.shutdown();
    }
}
