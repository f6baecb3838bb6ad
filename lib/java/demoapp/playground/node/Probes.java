package demoapp.playground.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;

/** A pod's probes and what they have found. See pkg/kubelet/prober. */
final class Probes {
    enum Result { SUCCESS, FAILURE, UNKNOWN }

    static final List<String> KINDS = List.of("startup", "readiness", "liveness");

    private final PodWorker pod;
    private final List<Probe> probes = new ArrayList<>();
    private final Map<String, Result> results = new HashMap<>();

    Probes(PodWorker pod) {
        this.pod = pod;
    }

    /** Begins to probe those containers that are not probed yet. */
    void add() {
        for (var spec : Containers.all(pod.object())) {
            for (var kind : KINDS) {
                var probed = !Containers.isInit(pod.object(), spec) || Containers.isSidecar(spec);
                if (probed && spec.containsKey(kind + "Probe") && find(kind, Json.text(spec, "name")).isEmpty()) {
                    var probe = new Probe(pod, spec, kind);
                    probes.add(probe);
                    probe.begin();
                }
            }
        }
    }

    /** A container that is to be stopped need not be alive. */
    void stopLivenessAndStartup() {
        probes.stream().filter(probe -> !probe.kind().equals("readiness")).forEach(Probe::stop);
    }

    void stop() {
        probes.forEach(Probe::stop);
    }

    /** Remembers what a probe of a run has found; the pod hears of it when it is news. */
    void found(String kind, String runId, Result result) {
        if (results.put(kind + runId, result) != result) {
            pod.probed(kind, runId, result);
        }
    }

    /** null: nothing is known */
    Result result(String kind, String runId) {
        return results.get(kind + runId);
    }

    void forget(String kind, String runId) {
        results.remove(kind + runId);
    }

    /** Tells a container's status whether it is started and ready. An init container is ready when it is done. */
    void judge(Map<String, Object> spec, Map<String, Object> status, boolean init) {
        var name = Json.text(spec, "name");
        var started = isStarted(name, status);
        status.put("started", started);
        if (init && !Containers.isSidecar(spec)) {
            if (Json.number(status, -1, "state", "terminated", "exitCode") == 0) {
                status.put("ready", true);
            }
        } else if (started) {
            var readiness = find("readiness", name);
            var ready = result("readiness", Json.text(status, "containerID")) == Result.SUCCESS || readiness.isEmpty();
            status.put("ready", ready);
            if (!ready) {
                readiness.get().trigger();
            }
        }
    }

    private boolean isStarted(String name, Map<String, Object> status) {
        if (Json.at(status, "state", "running") == null) {
            return false;
        }
        var result = result("startup", Json.text(status, "containerID"));
        return result == null ? find("startup", name).isEmpty() : result == Result.SUCCESS;
    }

    private Optional<Probe> find(String kind, String container) {
        return probes.stream().filter(probe -> probe.is(kind, container)).findFirst();
    }
}
