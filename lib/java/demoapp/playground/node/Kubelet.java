package demoapp.playground.node;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.controllers.Events;
import demoapp.playground.controllers.Pods;
import demoapp.playground.node.programs.FileLocks;
import demoapp.playground.node.programs.Network;
import demoapp.playground.store.Clock;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/** Runs the pods that are bound to the node: a worker each, and what they share. */
final class Kubelet {
    private final Registry registry;
    private final String node;
    private final Events events;
    private final Logs logs;
    private final Images images;
    private final Disks disks;
    private final FileLocks fileLocks = new FileLocks();
    private final Network network;
    private final Instant began;
    private final Map<String, PodWorker> workers = new LinkedHashMap<>();
    private int addresses;

    Kubelet(Registry registry, String node, Logs logs) {
        this.registry = registry;
        this.node = node;
        this.logs = logs;
        this.events = new Events(registry, "kubelet");
        this.images = new Images(registry.store());
        this.disks = new Disks(registry);
        this.network = new Network(registry.store());
        this.began = registry.clock().now();
    }

    void changed(Store.Change change) {
        if (change.kind() == Kinds.POD) {
            podChanged(change.type(), change.object());
        } else if (change.kind() == Kinds.PV && change.type().equals("DELETED")) {
            disks.forget(Json.text(change.object(), "metadata", "name"));
        }
    }

    private void podChanged(String type, Map<String, Object> pod) {
        var uid = Json.text(pod, "metadata", "uid");
        var worker = workers.get(uid);
        if (type.equals("DELETED")) {
            if (worker == null || worker.removed()) {
                forget(uid);
            }
        } else if (worker != null) {
            worker.updated(pod);
        } else if (node.equals(Json.text(pod, "spec", "nodeName"))
                && (!Pods.isFinished(pod) || Pods.isTerminating(pod))) {
            worker = new PodWorker(this, pod);
            workers.put(uid, worker);
            worker.begin();
            worker.updated(pod);
        }
    }

    /** The pod's life on the node is over. */
    void over(PodWorker worker) {
        var stored = registry.store().get(Kinds.POD, worker.namespace(), worker.name());
        if (stored.filter(pod -> worker.uid().equals(Json.text(pod, "metadata", "uid"))).isEmpty()) {
            forget(worker.uid());
        }
    }

    private void forget(String uid) {
        workers.remove(uid);
        logs.forget(uid);
        disks.forget(uid);
    }

    /** The container's run, if it runs. */
    Optional<ContainerRun> running(String podUid, String container) {
        var worker = workers.get(podUid);
        return worker == null ? Optional.empty() : worker.runtime().runs().stream()
                .filter(run -> run.name().equals(container) && run.isRunning()).findFirst();
    }

    void close() {
        workers.values().forEach(PodWorker::drop);
    }

    /** The next address of 10.244.0.0/16 that no pod has. */
    String newIp() {
        String ip;
        do {
            addresses++;
            ip = "10.244.%d.%d".formatted(addresses / 254, addresses % 254 + 1);
        } while (isTaken(ip));
        return ip;
    }

    private boolean isTaken(String ip) {
        return registry.store().list(Kinds.POD, "").stream()
                .anyMatch(pod -> ip.equals(Json.text(pod, "status", "podIP")));
    }

    String hostIp() {
        return registry.store().get(Kinds.NODE, "", node).stream()
                .flatMap(n -> Json.maps(n, "status", "addresses").stream())
                .filter(address -> "InternalIP".equals(address.get("type")))
                .map(address -> Json.text(address, "address")).findFirst().orElse("127.0.0.1");
    }

    /** Simulated seconds since the kubelet began. */
    double uptime() {
        return Duration.between(began, clock().now()).toNanos() / 1e9 * clock().speed();
    }

    /** A second at most: no two things happen at the same time. */
    double jitter() {
        return registry.random(1000) / 1000.0;
    }

    String timestamp() {
        return clock().timestamp();
    }

    Registry registry() {
        return registry;
    }

    Store store() {
        return registry.store();
    }

    Clock clock() {
        return registry.clock();
    }

    Events events() {
        return events;
    }

    Logs logs() {
        return logs;
    }

    Images images() {
        return images;
    }

    Disks disks() {
        return disks;
    }

    FileLocks fileLocks() {
        return fileLocks;
    }

    Network network() {
        return network;
    }
}
