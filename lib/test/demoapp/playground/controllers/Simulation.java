package demoapp.playground.controllers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.yaml.snakeyaml.Yaml;

import demoapp.json.Json;
import demoapp.playground.node.Node;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** A cluster without its HTTP side, at a hundred times the speed, for tests: apply YAML, wait, look. */
public final class Simulation implements AutoCloseable {
    public static final String NAMESPACE = "default";
    private static final double SPEED = 100;
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    public final Store store;
    public final Registry registry;
    public final Node node;
    private final Clock clock;
    private final Controllers controllers;
    private final List<Store.Change> history = new ArrayList<>();

    public Simulation() {
        this(SPEED);
    }

    /** A slower one, for what happens within a few simulated seconds. */
    public Simulation(double speed) {
        this(new Store(), speed);
        for (var namespace : List.of("kube-system", NAMESPACE)) {
            registry.create(Kinds.NAMESPACE, "", Json.object("apiVersion", "v1", "kind", "Namespace",
                    "metadata", Json.object("name", namespace)), "test");
        }
        apply("""
                apiVersion: storage.k8s.io/v1
                kind: StorageClass
                metadata:
                  name: standard
                  annotations: {storageclass.kubernetes.io/is-default-class: "true"}
                provisioner: demoapp/simulated
                """);
        registry.create(Kinds.CONFIG_MAP, "kube-system", Json.object("apiVersion", "v1", "kind", "ConfigMap",
                "metadata", Json.object("name", "kube-root-ca.crt"), "data", Json.object("ca.crt", "simulated")), "test");
        until("the node and the service account", () -> store.get(Kinds.NODE, "", Node.NAME).isPresent()
                && store.get(Kinds.SERVICE_ACCOUNT, NAMESPACE, "default").isPresent()
                && store.get(Kinds.CONFIG_MAP, NAMESPACE, "kube-root-ca.crt").isPresent());
    }

    /** A cluster with what another one has left. */
    public Simulation(Store store) {
        this(store, SPEED);
    }

    private Simulation(Store store, double speed) {
        this.store = store;
        clock = new Clock(speed);
        registry = new Registry(store, clock);
        controllers = new Controllers(registry);
        node = new Node(registry);
        store.onChange(change -> {
            synchronized (history) {
                history.add(change);
            }
        });
        controllers.start();
        node.start();
    }

    /** The same cluster, stopped and started again from its objects. */
    public Simulation restarted() {
        close();
        return new Simulation(new Store(Json.maps(store.snapshot(), "objects"), store.version()));
    }

    @Override
    public void close() {
        node.close();
        controllers.close();
        clock.close();
    }

    /** Creates the objects of the YAML documents, or replaces the specs of those that are there. */
    public void apply(String yaml) {
        for (var document : new Yaml().loadAll(yaml)) {
            @SuppressWarnings("unchecked")
            var object = (Map<String, Object>) document;
            var kind = Kinds.of(object).orElseThrow();
            var name = Json.text(object, "metadata", "name");
            var namespace = kind.namespaced() ? NAMESPACE : "";
            if (store.get(kind, namespace, name).isEmpty()) {
                registry.create(kind, namespace, object, "test");
            } else {
                registry.update(kind, namespace, name, "test", fresh -> {
                    fresh.put("spec", Json.copyOf(object.get("spec")));
                    return fresh;
                });
            }
        }
    }

    public void set(Kind kind, String name, Object value, String... path) {
        registry.update(kind, NAMESPACE, name, "test", fresh -> {
            if (path[0].equals("image")) {
                Json.maps(fresh, "spec", "template", "spec", "containers").get(0).put("image", value);
            } else {
                Json.set(fresh, value, path);
            }
            return fresh;
        });
    }

    public void delete(Kind kind, String name) {
        registry.delete(kind, NAMESPACE, name, Deletion.background());
    }

    public Map<String, Object> get(Kind kind, String name) {
        return store.get(kind, NAMESPACE, name).orElse(Map.of());
    }

    public List<Map<String, Object>> list(Kind kind) {
        return store.list(kind, NAMESPACE);
    }

    public List<Map<String, Object>> pods(String prefix) {
        return list(Kinds.POD).stream().filter(pod -> Json.text(pod, "metadata", "name").startsWith(prefix)).toList();
    }

    /** The one pod whose name begins so. */
    public Map<String, Object> pod(String prefix) {
        return pods(prefix).stream().reduce((one, other) -> {
            throw new AssertionError("several pods: " + prefix);
        }).orElse(Map.of());
    }

    public String log(String prefix) {
        var pod = pod(prefix);
        var container = Json.text(pod, "spec", "containers", 0, "name");
        var lines = node.log(NAMESPACE, Json.text(pod, "metadata", "name"), container, false).orElse(List.of());
        return String.join("\n", lines.stream().map(line -> line.text()).toList());
    }

    public void until(String what, BooleanSupplier condition) {
        var end = Instant.now().plus(DEADLINE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited in vain for " + what + "\n" + overview());
            }
            try {
                Thread.sleep(2);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    /** Waits until the object's status has the value at the path. */
    public void untilStatus(Kind kind, String name, Object value, String... path) {
        until(kind + " " + name + " " + String.join(".", path) + " = " + value, () ->
                String.valueOf(value).equals(Json.text(Json.map(get(kind, name), "status"), (Object[]) path)));
    }

    /** Waits until the rollout is complete and everything has settled. */
    public void untilRolledOut(String deployment) {
        until(deployment + " to be rolled out", () -> {
            var object = get(Kinds.DEPLOYMENT, deployment);
            var progressing = Conditions.find(Json.map(object, "status"), "Progressing");
            return Json.number(object, -1, "status", "observedGeneration")
                    == Json.number(object, 0, "metadata", "generation")
                    && "NewReplicaSetAvailable".equals(progressing.get("reason"))
                    && Json.number(object, 0, "status", "replicas") == Json.number(object, 1, "spec", "replicas")
                    && Json.number(object, 0, "status", "updatedReplicas") == Json.number(object, 1, "spec", "replicas")
                    && Json.number(object, 0, "status", "availableReplicas")
                            == Json.number(object, 1, "spec", "replicas");
        });
    }

    /** The messages of the events of the objects whose names begin so, in order of their beginning. */
    public List<String> events(String object, String reason) {
        return list(Kinds.EVENT).stream()
                .filter(event -> Json.text(event, "involvedObject", "name").startsWith(object))
                .filter(event -> reason.equals(event.get("reason")))
                .sorted(Comparator.comparing(event -> Json.text(event, "metadata", "name").replaceFirst(".*\\.", "")))
                .map(event -> Json.text(event, "message")).toList();
    }

    /** What has happened so far, oldest first. */
    public List<Store.Change> history(Predicate<Store.Change> which) {
        var now = store.version();
        until("the history", () -> {
            synchronized (history) {
                return !history.isEmpty() && history.get(history.size() - 1).version() >= now;
            }
        });
        synchronized (history) {
            return history.stream().filter(which).toList();
        }
    }

    private String overview() {
        var text = new StringBuilder();
        for (var kind : List.of(Kinds.DEPLOYMENT, Kinds.REPLICA_SET, Kinds.JOB, Kinds.PVC, Kinds.POD)) {
            list(kind).forEach(object -> text.append(kind).append(' ').append(Json.text(object, "metadata", "name"))
                    .append(' ').append(Json.string(Json.map(object, "status"))).append('\n'));
        }
        list(Kinds.EVENT).forEach(event -> text.append(Json.text(event, "involvedObject", "name")).append(' ')
                .append(event.get("reason")).append(' ').append(event.get("message")).append('\n'));
        return text.toString();
    }
}
