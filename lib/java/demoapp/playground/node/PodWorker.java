package demoapp.playground.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;

/** One pod's life on the node: volumes, init containers in turn, containers, the end, and its status all along. */
final class PodWorker {
    private static final double LONGEST_MOUNT_RETRY = 122;

    private final Kubelet kubelet;
    private final Map<String, Object> object;
    private final List<ContainerWorker> initContainers = new ArrayList<>();
    private final List<ContainerWorker> containers = new ArrayList<>();
    private final PodVolumes volumes;
    private final String startTime;
    private final String ip;
    private boolean sandbox;
    private boolean containersRun;
    private boolean terminating;
    private boolean over;
    private boolean dropped;

    PodWorker(Kubelet kubelet, Map<String, Object> pod) {
        this.kubelet = kubelet;
        this.object = pod;
        this.volumes = new PodVolumes(kubelet, pod);
        var started = Json.text(pod, "status", "startTime");
        this.startTime = started.isEmpty() ? kubelet.timestamp() : started;
        var address = Json.text(pod, "status", "podIP");
        this.ip = address.isEmpty() ? kubelet.newIp() : address;
        var inits = Json.maps(pod, "spec", "initContainers");
        var waiting = inits.isEmpty() ? "ContainerCreating" : "PodInitializing";
        inits.forEach(spec -> initContainers.add(new ContainerWorker(kubelet, this, spec, true, waiting)));
        Json.maps(pod, "spec", "containers")
                .forEach(spec -> containers.add(new ContainerWorker(kubelet, this, spec, false, waiting)));
    }

    void start() {
        if (Json.at(object, "status", "containerStatuses") != null) {
            resume(containers, "containerStatuses");
            resume(initContainers, "initContainerStatuses");
        }
        changed();
        after(0.3 + 0.2 * kubelet.jitter(), () -> mountVolumes(0.5));
    }

    private void resume(List<ContainerWorker> workers, String statuses) {
        for (var status : Json.maps(object, "status", statuses)) {
            workers.stream().filter(worker -> worker.name().equals(Json.text(status, "name")))
                    .forEach(worker -> worker.resume(status));
        }
    }

    private void mountVolumes(double retry) {
        if (terminating) {
            return;
        }
        var missing = volumes.missing();
        if (missing.isPresent()) {
            kubelet.events().warning(object, "FailedMount", missing.get());
            after(retry, () -> mountVolumes(Math.min(LONGEST_MOUNT_RETRY, retry * 2)));
            return;
        }
        sandbox = true;
        changed();
        nextInitContainer();
    }

    /** Runs the first init container that is not done, or, when all are, the others. */
    void nextInitContainer() {
        if (terminating) {
            return;
        }
        var next = initContainers.stream().filter(container -> !container.isInitDone()).findFirst();
        if (next.isEmpty()) {
            if (!containersRun) {
                containersRun = true;
                containers.stream().filter(container -> !container.hasEnded()).forEach(ContainerWorker::run);
            }
            finishIfEnded();
        } else if (!next.get().isAlive()) {
            next.get().run();
        }
    }

    // Called by the containers

    /** Some state has changed: the status follows. */
    void changed() {
        if (dropped) {
            return;
        }
        try {
            kubelet.registry().updateStatus(Kinds.POD, namespace(), name(), "kubelet", fresh -> {
                if (uid().equals(Json.text(fresh, "metadata", "uid"))) {
                    PodStatus.write(Json.child(fresh, "status"), this, kubelet.timestamp());
                }
                return fresh;
            });
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    void ended(ContainerWorker container) {
        if (terminating) {
            finishIfEnded();
            return;
        }
        changed();
        if (restarts(container)) {
            container.restart();
        } else if (container.isInit() && container.state().isSuccess()) {
            nextInitContainer();
        } else {
            finishIfEnded();
        }
    }

    /** Whether the container, having ended, is to run again. */
    boolean restarts(ContainerWorker container) {
        if (terminating) {
            return false;
        }
        if (container.isSidecar()) {
            return true;
        }
        if (container.isInit() && container.state().isSuccess()) {
            return false;
        }
        return switch (Json.text(object, "spec", "restartPolicy")) {
            case "Never" -> false;
            case "OnFailure" -> !container.state().isSuccess();
            default -> true;
        };
    }

    // The end

    /** The pod is being deleted. */
    void terminate(long gracePeriod) {
        if (terminating) {
            return;
        }
        terminating = true;
        initContainers.forEach(container -> container.stop(gracePeriod));
        containers.forEach(container -> container.stop(gracePeriod));
        after(0.1, this::finishIfEnded);
    }

    private void finishIfEnded() {
        var all = new ArrayList<>(initContainers);
        all.addAll(containers);
        if (over) {
            return;
        }
        if (terminating) {
            if (all.stream().noneMatch(ContainerWorker::isAlive)) {
                over = true;
                all.forEach(container -> container.state().neverRan());
                changed();
                after(0.8, this::remove);
            }
        } else if (containers.stream().allMatch(ContainerWorker::hasEnded)
                || initContainers.stream().anyMatch(ContainerWorker::hasFailedForGood)) {
            initContainers.stream().filter(ContainerWorker::isSidecar).forEach(sidecar -> sidecar.stop(gracePeriod()));
            after(1, () -> { // the phase comes a look later than the containers' states
                over = true;
                changed();
            });
        }
    }

    private void remove() {
        try {
            kubelet.registry().delete(Kinds.POD, namespace(), name(),
                    new Deletion("Background", 0L, uid(), null, false));
        } catch (ApiException gone) {
            if (!gone.notFound() && !gone.reason().equals("Conflict")) {
                throw gone;
            }
        }
    }

    /** The pod is gone from the API: everything stops at once. */
    void drop() {
        dropped = true;
        initContainers.forEach(ContainerWorker::drop);
        containers.forEach(ContainerWorker::drop);
    }

    private void after(double seconds, Runnable work) {
        kubelet.clock().after(Duration.ofMillis((long) (seconds * 1000)), () -> {
            if (!dropped) {
                work.run();
            }
        });
    }

    // What the status and the containers ask

    Map<String, Object> object() {
        return object;
    }

    PodVolumes volumes() {
        return volumes;
    }

    List<ContainerWorker> initContainers() {
        return initContainers;
    }

    List<ContainerWorker> containers() {
        return containers;
    }

    boolean isInitialized() {
        return initContainers.stream().allMatch(ContainerWorker::isInitDone);
    }

    boolean hasSandbox() {
        return sandbox;
    }

    /** All has ended for good, and the phase says so. */
    boolean isOver() {
        return over;
    }

    boolean isDropped() {
        return dropped;
    }

    long gracePeriod() {
        return Json.number(object, 30, "spec", "terminationGracePeriodSeconds");
    }

    String startTime() {
        return startTime;
    }

    String ip() {
        return ip;
    }

    String hostIp() {
        return kubelet.hostIp();
    }

    String namespace() {
        return Json.text(object, "metadata", "namespace");
    }

    String name() {
        return Json.text(object, "metadata", "name");
    }

    String uid() {
        return Json.text(object, "metadata", "uid");
    }
}
