package demoapp.playground;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;

/** Many clients at the same time: nothing is lost, nothing comes twice. */
class ConcurrencyTest {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int WRITERS = 16;

    @TempDir
    Path folder;

    private static Map<String, Object> configMap(String name, String value) {
        return Json.object("apiVersion", "v1", "kind", "ConfigMap", "metadata", Json.object("name", name), "data",
                Json.object("n", value));
    }

    private interface Writer {
        void write(int number);
    }

    /** Runs as many at the same time as there are writers; fails when one fails. */
    private static void inParallel(Writer writer) throws Exception {
        var threads = Executors.newFixedThreadPool(WRITERS);
        try {
            var work = IntStream.range(0, WRITERS).mapToObj(i -> (Callable<Void>) () -> {
                writer.write(i);
                return null;
            }).toList();
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void of_sixteen_writers_no_update_is_lost() throws Exception {
        try (var cluster = Cluster.start(ClusterOptions.in(folder))) {
            var http = new Http(cluster.kubeconfig());
            http.post(CONFIG_MAPS, configMap("counter", "0"));
            inParallel(writer -> {
                for (var i = 0; i < 8; i++) {
                    increment(http);
                }
            });
            assertEquals(Integer.toString(WRITERS * 8), http.get(CONFIG_MAPS + "/counter").text("data", "n"));
        }
    }

    private static void increment(Http http) {
        Http.Answer answer;
        do {
            var object = Json.map(http.get(CONFIG_MAPS + "/counter").body());
            Json.set(object, Integer.toString(Integer.parseInt(Json.text(object, "data", "n")) + 1), "data", "n");
            answer = http.send("PUT", CONFIG_MAPS + "/counter", "application/json", object);
        } while (answer.status() == 409);
        assertEquals(200, answer.status());
    }

    @Test
    void every_watcher_hears_of_every_change_once_and_in_order() throws Exception {
        try (var cluster = Cluster.start(ClusterOptions.in(folder))) {
            var http = new Http(cluster.kubeconfig());
            var since = http.get(CONFIG_MAPS).text("metadata", "resourceVersion");
            var threads = Executors.newCachedThreadPool();
            var steady = IntStream.range(0, 3).mapToObj(i -> threads.submit(() -> watch(cluster, since, 0))).toList();
            var restless = IntStream.range(0, 3).mapToObj(i -> threads.submit(() -> watch(cluster, since, 7))).toList();
            inParallel(writer -> {
                var one = CONFIG_MAPS + "/w-" + writer;
                for (var i = 0; i < 10; i++) {
                    assertTrue(http.apply(one, "m", configMap("w-" + writer, "" + i)).status() <= 201);
                    if (i % 3 == 2) {
                        assertEquals(200, http.delete(one).status());
                    }
                }
            });
            http.post(CONFIG_MAPS, configMap("end", ""));
            var wanted = steady.get(0).get();
            assertEquals(WRITERS * 13 + 1, wanted.size());
            assertEquals(wanted.stream().sorted(Comparator.comparingLong(ConcurrencyTest::version)).toList(), wanted);
            for (var watcher : steady) {
                assertEquals(wanted, watcher.get());
            }
            for (var watcher : restless) {
                assertEquals(wanted, watcher.get());
            }
            threads.shutdownNow();
        }
    }

    private static long version(String event) {
        return Long.parseLong(event.substring(0, event.indexOf(' ')));
    }

    /** Reads until the object `end` comes. @param patience after how many events to hang up and come back; 0: never */
    private static List<String> watch(Cluster cluster, String since, int patience) throws Exception {
        var http = new Http(cluster.kubeconfig());
        var events = new ArrayList<String>();
        var version = since;
        while (true) {
            try (var lines = new BufferedReader(new InputStreamReader(http.stream(CONFIG_MAPS
                    + "?watch=true&resourceVersion=" + version), StandardCharsets.UTF_8))) {
                for (var count = 1; patience == 0 || count <= patience; count++) {
                    var event = Json.read(lines.readLine().getBytes(StandardCharsets.UTF_8));
                    version = Json.text(event, "object", "metadata", "resourceVersion");
                    var name = Json.text(event, "object", "metadata", "name");
                    events.add(version + " " + Json.text(event, "type") + " " + name);
                    if (name.equals("end")) {
                        return events;
                    }
                }
            }
        }
    }

    @Test
    void applies_that_race_with_deletes_create_or_change_or_find_nothing_half_done() throws Exception {
        try (var cluster = Cluster.start(ClusterOptions.in(folder))) {
            var http = new Http(cluster.kubeconfig());
            var raced = CONFIG_MAPS + "/raced";
            inParallel(writer -> {
                for (var i = 0; i < 8; i++) {
                    var answer = writer % 2 == 0 ? http.delete(raced)
                            : http.apply(raced, "m" + writer, configMap("raced", "same"));
                    assertTrue(List.of(200, 201, 404).contains(answer.status()), () -> answer.body().toString());
                    if (writer % 2 != 0) {
                        assertEquals("same", answer.text("data", "n"));
                    }
                }
            });
            var last = http.apply(raced, "last", configMap("raced", "same"));
            assertTrue(last.text("metadata", "managedFields").contains("last"));
        }
    }

    @Test
    void a_cluster_that_closes_while_it_is_asked_keeps_all_that_it_has_confirmed() throws Exception {
        var confirmed = new ArrayList<String>();
        var cluster = Cluster.start(ClusterOptions.in(folder));
        var http = new Http(cluster.kubeconfig());
        var asking = Executors.newSingleThreadExecutor().submit(() -> {
            try {
                for (var i = 0; ; i++) {
                    if (http.post(CONFIG_MAPS, configMap("c-" + i, "")).status() == 201) {
                        synchronized (confirmed) {
                            confirmed.add("c-" + i);
                            confirmed.notifyAll();
                        }
                    }
                }
            } catch (UncheckedIOException closed) {
                return null;
            }
        });
        synchronized (confirmed) {
            while (confirmed.size() < 50) {
                confirmed.wait();
            }
        }
        cluster.close();
        asking.get();
        try (var again = Cluster.start(ClusterOptions.in(folder))) {
            var items = Json.maps(new Http(again.kubeconfig()).get(CONFIG_MAPS).body(), "items").stream()
                    .map(item -> Json.text(item, "metadata", "name")).collect(Collectors.toSet());
            assertTrue(items.containsAll(confirmed));
        }
    }

    @Test
    void starting_and_stopping_leaves_no_threads_and_no_memory_behind() throws Exception {
        startAndStop();
        var before = threads();
        var clusters = IntStream.range(0, 10).mapToObj(i -> startAndStop()).toList();
        var deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (System.nanoTime() < deadline && (kept(clusters) > 0 || threads().size() > before.size())) {
            System.gc();
            Thread.sleep(50);
        }
        assertEquals(0, kept(clusters));
        assertTrue(threads().size() <= before.size(), () -> before + " became " + threads());
    }

    private WeakReference<Cluster> startAndStop() {
        try (var cluster = Cluster.start(ClusterOptions.in(folder))) {
            assertTrue(Client.of(new Folder(folder)).flatMap(Client::about).isPresent());
            cluster.registry().create(Kinds.CONFIG_MAP, "default", Json.object("metadata",
                    Json.object("generateName", "leak-")), "test");
            return new WeakReference<>(cluster);
        }
    }

    private static long kept(List<WeakReference<Cluster>> clusters) {
        return clusters.stream().filter(cluster -> cluster.get() != null).count();
    }

    /** The playground's: the tests' own http clients have others. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName)
                .filter(name -> name.matches("(vert.x|watches|controllers|state).*")).toList();
    }
}
