package demoapp.playground.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import demoapp.json.Json;

class RegistryTest {
    private final Store store = new Store();
    private final Clock clock = new Clock(1000);
    private final Registry registry = new Registry(store, clock);

    @BeforeEach
    void namespace() {
        registry.create(Kinds.NAMESPACE, "", Json.object("metadata", Json.object("name", "shop")), "test");
        registry.create(Kinds.SERVICE_ACCOUNT, "shop", Json.object("metadata", Json.object("name", "default")), "test");
    }

    @AfterEach
    void close() {
        clock.close();
        store.close();
    }

    private Map<String, Object> configMap(String name) {
        return registry.create(Kinds.CONFIG_MAP, "shop", Json.object("metadata", Json.object("name", name), "data",
                Json.object("n", "0")), "test");
    }

    private Map<String, Object> runningPod() {
        registry.create(Kinds.POD, "shop", Json.object("metadata", Json.object("generateName", "web-"), "spec",
                Json.object("containers", List.of(Json.object("name", "web", "image", "nginx")))), "test");
        var name = Json.text(store.list(Kinds.POD, "shop").get(0), "metadata", "name");
        return registry.update(Kinds.POD, "shop", name, "test", pod -> {
            Json.set(pod, "playground", "spec", "nodeName");
            return pod;
        });
    }

    @Test
    void generateName_appends_five_characters() {
        assertTrue(Json.text(runningPod(), "metadata", "name").matches("web-[bcdfghjklmnpqrstvwxz2456789]{5}"));
    }

    @Test
    void a_seed_repeats_names_and_uids() {
        assertEquals(chance(7, 1), chance(7, 1));
        assertNotEquals(chance(7, 1), chance(8, 1));
        assertNotEquals(chance(0, 1), chance(0, 1));
    }

    @Test
    void a_cluster_that_starts_again_does_not_repeat_its_uids() {
        assertNotEquals(chance(7, 1), chance(7, 2));
    }

    private List<String> chance(long seed, long version) {
        try (var fresh = new Store(List.of(), version)) {
            var namespace = new Registry(fresh, clock, seed).create(Kinds.NAMESPACE, "",
                    Json.object("metadata", Json.object("generateName", "shop-")), "test");
            return List.of(Json.text(namespace, "metadata", "name"), Json.text(namespace, "metadata", "uid"));
        }
    }

    @Test
    void a_create_in_a_missing_namespace_is_not_found() {
        var refusal = assertThrows(ApiException.class, () -> registry.create(Kinds.CONFIG_MAP, "absent",
                Json.object("metadata", Json.object("name", "x")), "test"));
        assertEquals("namespaces \"absent\" not found", refusal.getMessage());
    }

    @Test
    void a_write_that_changes_nothing_keeps_the_version() {
        var before = configMap("same");
        var after = registry.update(Kinds.CONFIG_MAP, "shop", "same", "someone", object -> object);
        assertEquals(Json.text(before, "metadata", "resourceVersion"), Json.text(after, "metadata", "resourceVersion"));
        assertEquals(Json.at(before, "metadata", "managedFields"), Json.at(after, "metadata", "managedFields"));
    }

    @Test
    void sixteen_writers_lose_no_update() throws Exception {
        configMap("counter");
        var threads = Executors.newFixedThreadPool(16);
        Callable<Object> increment = () -> registry.update(Kinds.CONFIG_MAP, "shop", "counter", "test", object -> {
            Json.set(object, Long.toString(Long.parseLong(Json.text(object, "data", "n")) + 1), "data", "n");
            return object;
        });
        for (var done : threads.invokeAll(IntStream.range(0, 400).mapToObj(i -> increment).toList())) {
            done.get();
        }
        threads.shutdown();
        assertEquals("400", Json.text(store.get(Kinds.CONFIG_MAP, "shop", "counter").orElseThrow(), "data", "n"));
    }

    @Test
    void a_running_pod_stays_until_its_node_has_ended_it() {
        var name = Json.text(runningPod(), "metadata", "name");
        registry.delete(Kinds.POD, "shop", name, Deletion.background());
        var pod = store.get(Kinds.POD, "shop", name).orElseThrow();
        assertEquals(30, Json.number(pod, 0, "metadata", "deletionGracePeriodSeconds"));
        registry.delete(Kinds.POD, "shop", name, Deletion.now());
        assertFalse(store.get(Kinds.POD, "shop", name).isPresent());
    }

    @Test
    void an_object_with_a_finalizer_goes_when_that_is_removed() {
        configMap("held");
        registry.update(Kinds.CONFIG_MAP, "shop", "held", "test", object -> {
            Json.set(object, List.of("example.com/hold"), "metadata", "finalizers");
            return object;
        });
        registry.delete(Kinds.CONFIG_MAP, "shop", "held", Deletion.background());
        assertTrue(store.get(Kinds.CONFIG_MAP, "shop", "held").isPresent());
        registry.update(Kinds.CONFIG_MAP, "shop", "held", "test", object -> {
            Json.set(object, null, "metadata", "finalizers");
            return object;
        });
        assertFalse(store.get(Kinds.CONFIG_MAP, "shop", "held").isPresent());
    }

    @Test
    void foreground_and_orphan_deletion_leave_their_finalizers_to_the_collector() {
        configMap("a");
        configMap("b");
        registry.delete(Kinds.CONFIG_MAP, "shop", "a", new Deletion("Foreground", null, null, null, false));
        registry.delete(Kinds.CONFIG_MAP, "shop", "b", new Deletion("Orphan", null, null, null, false));
        assertEquals(List.of(List.of("foregroundDeletion"), List.of("orphan")), store.list(Kinds.CONFIG_MAP, "shop")
                .stream().map(object -> Json.at(object, "metadata", "finalizers")).toList());
    }

    @Test
    void a_status_write_changes_no_spec_and_no_generation() {
        registry.create(Kinds.DEPLOYMENT, "shop", Json.object("metadata", Json.object("name", "web"), "spec",
                Json.object("selector", Json.object("matchLabels", Json.object("app", "web")), "template",
                        Json.object("metadata", Json.object("labels", Json.object("app", "web")), "spec",
                                Json.object("containers", List.of(Json.object("name", "web", "image", "nginx")))))),
                "test");
        var after = registry.updateStatus(Kinds.DEPLOYMENT, "shop", "web", "test", object -> {
            Json.set(object, 7, "spec", "replicas");
            Json.set(object, 1, "status", "observedGeneration");
            return object;
        });
        assertEquals(1, Json.number(after, 0, "spec", "replicas"));
        assertEquals(1, Json.number(after, 0, "metadata", "generation"));
        assertEquals(1, Json.number(after, 0, "status", "observedGeneration"));
    }

    @Test
    void with_the_same_seed_the_same_requests_bring_the_same_names_whatever_comes_in_between() {
        assertEquals(drawn(List.of("web-", "db-", "web-")), drawn(List.of("web-", "web-", "db-")));
    }

    private List<String> drawn(List<String> prefixes) {
        try (var fresh = new Store()) {
            var seeded = new Registry(fresh, clock, 7);
            seeded.create(Kinds.NAMESPACE, "", Json.object("metadata", Json.object("name", "shop")), "test");
            for (var prefix : prefixes) {
                seeded.create(Kinds.SECRET, "shop", Json.object("metadata", Json.object("generateName", prefix)), "test");
            }
            return fresh.list(Kinds.SECRET, "shop").stream().map(secret -> Json.text(secret, "metadata", "name") + " "
                    + Json.text(secret, "metadata", "uid")).toList();
        }
    }
}
