package demoapp.playground.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.controllers.Pods;

/**
 * One pod's life on the node: looks at it one after the other, each with what a later look at the runtime has found
 * than the one before; then its termination. See pkg/kubelet/pod_workers.go.
 */
final class PodWorker {
    static final String OVERDUE = "Pod was active on the node longer than the specified deadline";
    /** After a failure the kubelet looks again after 10 to 15 s. */
    private static final double RETRY = 12.5;
    private static final double STOPPING = 0.15;
    private static final double UNMOUNTING = 0.3;

    private enum Work { SYNC, TERMINATING, TERMINATED, OVER }

    private final Kubelet kubelet;
    private final Relist relist;
    private final PodRuntime runtime;
    private final PodVolumes volumes;
    private final Probes probes;
    private final StatusManager status;
    private final Reasons reasons = new Reasons();
    private final Backoff backoff = new Backoff();
    private Map<String, Object> object;
    private PodView view = PodView.EMPTY;
    private Work work = Work.SYNC;
    private double lastSync = -1;
    private boolean working;
    private boolean pending;
    private boolean overdue;
    private boolean dropped;
    private int retry;

    PodWorker(Kubelet kubelet, Map<String, Object> pod) {
        this.kubelet = kubelet;
        this.object = pod;
        this.relist = new Relist(this);
        this.runtime = new PodRuntime(kubelet, this);
        this.volumes = new PodVolumes(kubelet, this);
        this.probes = new Probes(this);
        this.status = new StatusManager(kubelet, this);
    }

    void begin() {
        runtime.reboot();
        view = runtime.view();
        var deadline = Json.number(object, -1, "spec", "activeDeadlineSeconds");
        if (deadline >= 0) {
            after(Math.max(0, deadline - age()), this::deadline);
        }
        request();
    }

    /** Simulated seconds since the pod's start. */
    private double age() {
        var start = Json.text(object, "status", "startTime");
        return start.isEmpty() ? 0
                : Duration.between(Instant.parse(start), kubelet.clock().now()).toMillis() / 1e3 * kubelet.clock().speed();
    }

    private void deadline() {
        if (work == Work.SYNC) {
            overdue = true;
            kubelet.events().normal(object, "DeadlineExceeded", OVERDUE);
            request();
        }
    }

    /** The pod has changed in the API. */
    void updated(Map<String, Object> pod) {
        var changed = !Json.same(object.get("spec"), pod.get("spec"));
        object = pod;
        if (Pods.isTerminating(pod)) {
            terminate();
        } else if (changed) {
            request();
        }
    }

    /** The pod is gone from the API: what runs is stopped. Says whether nothing does. */
    boolean removed() {
        if (!Pods.isTerminating(object)) {
            object = Json.copy(object);
            Json.set(object, kubelet.timestamp(), "metadata", "deletionTimestamp");
            Json.set(object, 0, "metadata", "deletionGracePeriodSeconds");
        }
        terminate();
        return work == Work.OVER;
    }

    private void terminate() {
        if (work == Work.SYNC) {
            work = Work.TERMINATING;
            volumes.cancel();
            request();
        } else if (work == Work.OVER && gracePeriod() > 0) {
            status.terminate();
        }
    }

    /** The kubelet has looked at the runtime. */
    void relisted() {
        var before = view;
        view = runtime.view();
        var news = view.runs().stream().filter(run -> !before.runs().contains(run)).toList();
        if (!news.isEmpty() || view.sandbox() != before.sandbox()) {
            request();
        }
        news.stream().filter(PodView.Run::isExited).forEach(run -> runtime.removeOld(run.run().name()));
    }

    /** A probe has found something new about a run. */
    void probed(String kind, String runId, Probes.Result result) {
        if (kind.equals("readiness")) {
            status.setReady(runId, result == Probes.Result.SUCCESS);
        } else if (kind.equals("startup")) {
            status.setStarted(runId, result == Probes.Result.SUCCESS);
        }
        if (!kind.equals("liveness") || result == Probes.Result.FAILURE) {
            request();
        }
    }

    // The looks

    private void request() {
        if (working) {
            pending = true;
        } else if (work != Work.OVER && !dropped) {
            working = true;
            pending = false;
            relist.newerThan(lastSync, () -> after(0, this::work));
        }
    }

    private void work() {
        switch (work) {
            case SYNC -> new PodSync(kubelet, this, view, this::synced).run();
            case TERMINATING -> terminating();
            default -> after(UNMOUNTING, this::terminated);
        }
    }

    private void synced(PodSync.Outcome outcome) {
        if (outcome == PodSync.Outcome.TERMINAL && work == Work.SYNC) {
            work = Work.TERMINATING;
            pending = true;
        }
        done();
        if (outcome == PodSync.Outcome.FAILED && !working) {
            var mine = ++retry;
            after(RETRY, () -> {
                if (mine == retry) {
                    request();
                }
            });
        }
    }

    private void done() {
        lastSync = kubelet.uptime();
        working = false;
        if (pending) {
            request();
        }
    }

    private void terminating() {
        status.set(status.generate(view, false));
        probes.stopLivenessAndStartup();
        new PodStop(this).stopAll(view.running(), gracePeriod(), () -> {
            probes.stop();
            after(STOPPING, this::stopped);
        });
    }

    private void stopped() {
        runtime.stopSandbox();
        status.stopped();
        status.set(status.generate(runtime.view(), true));
        work = Work.TERMINATED;
        pending = true;
        done();
    }

    private void terminated() {
        status.set(status.generate(view, true));
        work = Work.OVER;
        done();
        status.terminate();
        kubelet.over(this);
    }

    /** The kubelet stops. */
    void drop() {
        dropped = true;
        runtime.runs().forEach(ContainerRun::drop);
    }

    // For the others

    /** Later, unless the kubelet has stopped by then. */
    void after(double seconds, Runnable then) {
        kubelet.clock().after(Duration.ofNanos((long) (seconds * 1e9)), () -> {
            if (!dropped) {
                then.run();
            }
        });
    }

    /** An event about one of the pod's containers. */
    void event(Map<String, Object> container, String type, String reason, String message) {
        var list = Containers.isInit(object, container) ? "initContainers"
                : Containers.ephemeral(object).stream().anyMatch(one -> one.get("name").equals(container.get("name")))
                        ? "ephemeralContainers" : "containers";
        kubelet.events().record(object, "spec.%s{%s}".formatted(list, container.get("name")), type, reason, message);
    }

    Kubelet kubelet() {
        return kubelet;
    }

    Relist relist() {
        return relist;
    }

    PodRuntime runtime() {
        return runtime;
    }

    PodVolumes volumes() {
        return volumes;
    }

    Probes probes() {
        return probes;
    }

    StatusManager status() {
        return status;
    }

    Reasons reasons() {
        return reasons;
    }

    Backoff backoff() {
        return backoff;
    }

    /** As the API has it. */
    Map<String, Object> object() {
        return object;
    }

    boolean isOverdue() {
        return overdue;
    }

    boolean usesHostNetwork() {
        return Json.truth(object, "spec", "hostNetwork");
    }

    long gracePeriod() {
        return Json.number(object, Json.number(object, 30, "spec", "terminationGracePeriodSeconds"),
                "metadata", "deletionGracePeriodSeconds");
    }

    String ip() {
        return runtime.ip();
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

    /** As messages have it: `name_namespace(uid)`. */
    String fullName() {
        return "%s_%s(%s)".formatted(name(), namespace(), uid());
    }
}
