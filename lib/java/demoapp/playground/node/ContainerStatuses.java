package demoapp.playground.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.controllers.Pods;

/** The containerStatuses of a pod. See convertToAPIContainerStatuses in pkg/kubelet/kubelet_pods.go. */
final class ContainerStatuses {
    private final PodWorker pod;
    private final PodView view;
    private final Map<String, Object> before;

    /** @param before the pod's status as it was reported last */
    ContainerStatuses(PodWorker pod, PodView view, Map<String, Object> before) {
        this.pod = pod;
        this.view = view;
        this.before = before;
    }

    List<Object> inits() {
        return Containers.inits(pod.object()).stream().<Object>map(spec -> status(spec, true)).toList();
    }

    /** Sorted by name too; nobody asks whether they are ready or have started. */
    List<Object> ephemeral() {
        return Containers.ephemeral(pod.object()).stream()
                .sorted(Comparator.comparing(spec -> Json.text(spec, "name"))).<Object>map(spec -> {
            var seen = view.of(Json.text(spec, "name"));
            var status = seen.isEmpty() ? unseen(spec) : seen(spec, seen);
            pod.reasons().of(Json.text(spec, "name")).filter(reason -> seen.isEmpty()).ifPresent(reason -> {
                var waiting = Json.object("reason", reason.error());
                Json.set(waiting, reason.message(), "message");
                status.put("state", Json.object("waiting", waiting));
            });
            status.remove("started");
            return status;
        }).toList();
    }

    /** Sorted by name. */
    List<Object> regular() {
        return Containers.regular(pod.object()).stream()
                .sorted(Comparator.comparing(spec -> Json.text(spec, "name")))
                .<Object>map(spec -> status(spec, false)).toList();
    }

    private Map<String, Object> status(Map<String, Object> spec, boolean init) {
        var name = Json.text(spec, "name");
        var seen = view.of(name);
        var status = seen.isEmpty() ? unseen(spec) : seen(spec, seen);
        var done = init && !seen.isEmpty() && seen.get(0).isSuccess();
        if (!done && Containers.hasToStart(pod.object(), spec, view)) {
            pod.reasons().of(name).ifPresent(reason -> {
                if (Json.at(status, "state", "terminated") != null) {
                    status.put("lastState", status.get("state"));
                }
                var waiting = Json.object("reason", reason.error());
                Json.set(waiting, reason.message(), "message");
                status.put("state", Json.object("waiting", waiting));
            });
        }
        pod.probes().judge(spec, status, init);
        return status;
    }

    private Map<String, Object> seen(Map<String, Object> spec, List<PodView.Run> runs) {
        var latest = runs.get(0);
        var image = Json.text(latest.run().spec(), "image");
        return status(spec, latest.state(), runs.size() > 1 ? runs.get(1).state() : Map.of(), latest.run().attempt(),
                Images.full(image), Images.id(image), latest.run().id());
    }

    /** A container that the runtime has nothing of. */
    private Map<String, Object> unseen(Map<String, Object> spec) {
        var old = Containers.of(before, Json.text(spec, "name"));
        if (Json.at(old, "state", "terminated") != null) {
            return Json.copy(old);
        }
        var waiting = Json.object("waiting", Json.object("reason",
                Containers.inits(pod.object()).isEmpty() ? "ContainerCreating" : "PodInitializing"));
        var last = Json.map(old, "lastState");
        var restarts = Json.number(old, 0, "restartCount");
        if (Json.at(old, "state", "running") != null && last.isEmpty()) {
            last = unknown("The container could not be located when the pod was deleted.  "
                    + "The container used to be Running");
            restarts += Pods.isTerminating(pod.object()) ? 0 : 1;
        }
        return status(spec, waiting, last, restarts, Json.text(spec, "image"), "", "");
    }

    /** A container of which nobody knows how it ended. */
    static Map<String, Object> unknown(String message) {
        return Json.object("terminated", Json.object("exitCode", 137, "reason", "ContainerStatusUnknown",
                "message", message, "startedAt", null, "finishedAt", null));
    }

    private static Map<String, Object> status(Map<String, Object> spec, Map<String, Object> state,
                                              Map<String, Object> last, long restarts, String image, String imageId,
                                              String id) {
        var status = Json.object("name", spec.get("name"), "state", state, "lastState", last, "ready", false,
                "restartCount", restarts, "image", image, "imageID", imageId);
        Json.set(status, id.isEmpty() ? null : id, "containerID");
        status.put("started", false);
        var mounts = new ArrayList<Object>();
        Json.maps(spec, "volumeMounts").forEach(mount -> mounts.add(mountStatus(mount)));
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
