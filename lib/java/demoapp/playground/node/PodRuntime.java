package demoapp.playground.node;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import demoapp.json.Json;

/** What the container runtime has of one pod: its sandbox, and the containers' runs that are not yet removed. */
final class PodRuntime {
    private final Kubelet kubelet;
    private final PodWorker pod;
    private final List<ContainerRun> runs = new ArrayList<>(); // newest first
    private final Map<String, Long> restarts = new HashMap<>();
    private boolean sandbox;
    private int sandboxes;
    private String ip = "";

    PodRuntime(Kubelet kubelet, PodWorker pod) {
        this.kubelet = kubelet;
        this.pod = pod;
    }

    /** The node was rebooted: all that its status tells of has ended as after a power cut. */
    void reboot() {
        ip = Json.text(pod.object(), "status", "podIP");
        sandboxes = ip.isEmpty() ? 0 : 1;
        for (var spec : Stream.concat(Containers.all(pod.object()).stream(), Containers.ephemeral(pod.object()).stream())
                .toList()) {
            var status = Containers.status(pod.object(), Json.text(spec, "name"));
            var attempt = Json.number(status, 0, "restartCount");
            addEnded(spec, attempt - 1, Json.map(status, "lastState"));
            addEnded(spec, attempt, Json.map(status, "state"));
        }
    }

    private void addEnded(Map<String, Object> spec, long attempt, Map<String, Object> state) {
        var ended = Json.copy(state);
        if (state.containsKey("running")) {
            var id = Json.text(Containers.status(pod.object(), Json.text(spec, "name")), "containerID");
            ended = Json.object("terminated", Json.object("exitCode", 255, "reason", "Unknown", "startedAt",
                    Json.text(state, "running", "startedAt"), "finishedAt", kubelet.timestamp(), "containerID", id));
        }
        var id = Json.text(ended, "terminated", "containerID");
        if (!id.isEmpty()) {
            runs.add(0, new ContainerRun(kubelet, pod, spec, attempt, id, ended));
            restarts.put(Json.text(spec, "name"), attempt + 1);
        }
    }

    PodView view() {
        return new PodView(sandbox, sandboxes, ip, runs.stream().map(run -> new PodView.Run(run, run.state())).toList());
    }

    void startSandbox(String address) {
        sandbox = true;
        sandboxes++;
        ip = address;
        pod.relist().wanted();
    }

    void stopSandbox() {
        if (sandbox) {
            sandbox = false;
            pod.relist().wanted();
        }
    }

    ContainerRun create(Map<String, Object> spec) {
        var attempt = restarts.getOrDefault(Json.text(spec, "name"), 0L);
        restarts.put(Json.text(spec, "name"), attempt + 1);
        var run = new ContainerRun(kubelet, pod, spec, attempt);
        runs.add(0, run);
        pod.relist().wanted();
        return run;
    }

    void remove(ContainerRun run) {
        runs.remove(run);
        pod.relist().wanted();
    }

    /** Of the container's runs that have ended the last one is kept. */
    void removeOld(String container) {
        runs.stream().filter(run -> run.name().equals(container) && run.state().containsKey("terminated")).skip(1)
                .toList().forEach(this::remove);
    }

    List<ContainerRun> runs() {
        return runs;
    }

    String ip() {
        return ip;
    }
}
