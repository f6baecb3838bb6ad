package demoapp.playground.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;

class StoreTest {
    private final Store store = new Store();
    private final BlockingQueue<Store.Change> seen = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        store.close();
    }

    private Map<String, Object> put(String namespace, String name) {
        return store.locked(() -> store.put(Kinds.CONFIG_MAP, Json.object("apiVersion", "v1", "kind", "ConfigMap",
                "metadata", Json.object("namespace", namespace, "name", name))));
    }

    private List<String> next(int count) throws InterruptedException {
        var changes = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            var change = seen.poll(90, TimeUnit.SECONDS);
            changes.add(change == null ? "nothing" : change.type() + " "
                    + Json.text(change.object(), "metadata", "name"));
        }
        return changes;
    }

    @Test
    void a_list_is_ordered_by_namespace_and_name() {
        put("b", "one");
        put("a", "two");
        put("a", "one");
        assertEquals(List.of("a/one", "a/two", "b/one"), store.list(Kinds.CONFIG_MAP, "").stream().map(o ->
                Json.text(o, "metadata", "namespace") + "/" + Json.text(o, "metadata", "name")).toList());
        assertEquals(2, store.list(Kinds.CONFIG_MAP, "a").size());
    }

    @Test
    void a_watch_delivers_what_it_missed_and_then_what_comes() throws InterruptedException {
        var since = Long.parseLong(Json.text(put("a", "old"), "metadata", "resourceVersion"));
        put("a", "missed");
        store.watch(Kinds.CONFIG_MAP, "a", since, seen::add);
        put("a", "new");
        store.locked(() -> store.remove(Kinds.CONFIG_MAP, store.get(Kinds.CONFIG_MAP, "a", "old").orElseThrow()));
        assertEquals(List.of("ADDED missed", "ADDED new", "DELETED old"), next(3));
    }

    @Test
    void a_watch_of_a_namespace_does_not_see_another() throws InterruptedException {
        store.watch(Kinds.CONFIG_MAP, "a", 0, seen::add);
        put("b", "elsewhere");
        put("a", "here");
        assertEquals(List.of("ADDED here"), next(1));
    }

    @Test
    void nothing_is_delivered_after_a_watch_is_closed() throws InterruptedException {
        var closed = store.watch(Kinds.CONFIG_MAP, "", 0, seen::add);
        put("a", "one");
        assertEquals(List.of("ADDED one"), next(1));
        closed.close();
        put("a", "two");
        store.watch(Kinds.CONFIG_MAP, "", 0, seen::add);
        put("a", "three");
        assertEquals(List.of("ADDED three"), next(1));
    }

    @Test
    void a_version_that_is_not_kept_any_more_is_expired() {
        for (var i = 0; i < 2100; i++) {
            put("a", "same");
        }
        var refusal = assertThrows(ApiException.class, () -> store.watch(Kinds.CONFIG_MAP, "", 5, seen::add));
        assertEquals("Expired", refusal.reason());
    }

    @Test
    void a_saved_store_goes_on_after_its_last_version() {
        put("a", "one");
        try (var again = new Store(store.list(Kinds.CONFIG_MAP, ""), store.version() + 1000)) {
            assertEquals(1, again.size());
            assertThrows(ApiException.class, () -> again.watch(Kinds.CONFIG_MAP, "", store.version(), seen::add));
        }
    }
}
