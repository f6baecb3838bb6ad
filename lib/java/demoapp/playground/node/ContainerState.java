package demoapp.playground.node;

import java.util.Map;

import demoapp.json.Json;

/** What a containerStatus tells: the state now and before, how often it was restarted, whether it is ready. */
final class ContainerState {
    private final Map<String, Object> spec;
    private Map<String, Object> now;
    private Map<String, Object> before = Map.of();
    private long restarts;
    private boolean started;
    private boolean ready;
    private String containerId = "";

    ContainerState(Map<String, Object> spec, String waiting) {
        this.spec = spec;
        waiting(waiting, null);
    }

    /** The node was rebooted: the run that the status tells of has ended, as after a power cut. */
    void resume(Map<String, Object> status, String time) {
        restarts = Json.number(status, 0, "restartCount");
        if (status.containsKey("containerID")) {
            containerId = Json.text(status, "containerID");
            now = Json.copy(Json.map(status, "state"));
            terminated(255, "Unknown", time);
        }
    }

    void waiting(String reason, String message) {
        var waiting = Json.object("reason", reason);
        Json.set(waiting, message, "message");
        now = Json.object("waiting", waiting);
    }

    /** A new run begins. The one before, if there was one, becomes lastState. */
    void running(String podUid, String time) {
        containerId = "containerd://" + Images.sha256(podUid + spec.get("name") + restarts);
        now = Json.object("running", Json.object("startedAt", time));
    }

    void terminated(int code, String reason, String time) {
        var startedAt = Json.text(now, "running", "startedAt");
        now = Json.object("terminated", Json.object("exitCode", code, "reason", reason,
                "startedAt", startedAt.isEmpty() ? time : startedAt, "finishedAt", time, "containerID", containerId));
        started = false;
        ready = false;
    }

    /** A container that never ran ends with its pod. */
    void neverRan() {
        if (!isTerminated()) {
            now = Json.object("terminated", Json.object("exitCode", 137, "reason", "ContainerStatusUnknown",
                    "message", "The container could not be located when the pod was terminated",
                    "startedAt", null, "finishedAt", null));
        }
    }

    /** The ended run becomes lastState, and waits to be started again. */
    void backOff(String message) {
        before = now;
        waiting("CrashLoopBackOff", message);
    }

    /** The run to come is another one. */
    void again() {
        restarts++;
        if (isTerminated()) {
            before = now;
        }
    }

    void started(boolean withReadinessProbe) {
        started = true;
        ready = !withReadinessProbe;
    }

    /** Says whether that is news. */
    boolean ready(boolean value) {
        var news = ready != value;
        ready = value;
        return news;
    }

    boolean isStarted() {
        return started;
    }

    boolean isReady() {
        return ready;
    }

    boolean isTerminated() {
        return now.containsKey("terminated");
    }

    boolean isSuccess() {
        return Json.number(now, -1, "terminated", "exitCode") == 0;
    }

    /** It runs, or has run before. */
    boolean hasRun() {
        return now.containsKey("running") || isTerminated() || !before.isEmpty();
    }

    /** @param ready what to show: an init container is ready once it is done */
    Map<String, Object> status(boolean ready) {
        var image = Json.text(spec, "image");
        var ran = !containerId.isEmpty();
        var status = Json.object("name", spec.get("name"), "state", now, "lastState", before, "ready", ready,
                "restartCount", restarts, "image", ran ? Images.full(image) : image,
                "imageID", ran ? Images.id(image) : "");
        if (ran) {
            status.put("containerID", containerId);
        }
        status.put("started", started);
        var mounts = Json.maps(spec, "volumeMounts").stream().<Object>map(ContainerState::mountStatus).toList();
        Json.set(status, mounts.isEmpty() ? null : mounts, "volumeMounts");
        return status;
    }

    private static Map<String, Object> mountStatus(Map<String, Object> mount) {
        var status = Json.object("name", mount.get("name"), "mountPath", mount.get("mountPath"));
        if (Json.truth(mount, "readOnly")) {
            status.put("readOnly", true);
            status.put("recursiveReadOnly", "Disabled");
        }
        return status;
    }
}
