package demoapp.playground.node;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

import demoapp.json.Json;
import demoapp.playground.node.programs.Folder;
import demoapp.playground.store.Kinds;

/** A pod's volumes: their mounting, and the files in them. */
final class PodVolumes {
    private static final double FIRST_RETRY = 0.5;
    private static final double LONGEST_RETRY = 122;

    private final Kubelet kubelet;
    private final PodWorker pod;
    private final Set<String> mounted = new HashSet<>();
    private Consumer<Boolean> waiting;
    private boolean begun;

    PodVolumes(Kubelet kubelet, PodWorker pod) {
        this.kubelet = kubelet;
        this.pod = pod;
    }

    /** @param then is told once all are mounted (true) or that they will not be (false) */
    void mount(Consumer<Boolean> then) {
        if (areMounted()) {
            then.accept(true);
            return;
        }
        waiting = then;
        if (!begun) {
            begun = true;
            all().forEach(volume -> pod.after(0.2, () -> mount(volume, FIRST_RETRY)));
        }
    }

    private void mount(Map<String, Object> volume, double retry) {
        if (waiting == null) {
            return;
        }
        var failure = new VolumeFiles(kubelet.store(), pod.object()).failure(volume);
        if (failure.isPresent()) {
            kubelet.events().warning(pod.object(), "FailedMount", "MountVolume.SetUp failed for volume \"%s\" : %s"
                    .formatted(Json.text(volume, "name"), failure.get()));
            pod.after(retry, () -> mount(volume, Math.min(LONGEST_RETRY, retry * 2)));
            return;
        }
        mounted.add(Json.text(volume, "name"));
        pod.after(0.1, () -> {
            if (areMounted()) {
                tell(true);
            }
        });
    }

    /** The pod is to end: who waits for the volumes waits no more. */
    void cancel() {
        tell(false);
    }

    private void tell(boolean success) {
        var then = waiting;
        waiting = null;
        if (then != null) {
            then.accept(success);
        }
    }

    private List<Map<String, Object>> all() {
        return Json.maps(pod.object(), "spec", "volumes");
    }

    private boolean areMounted() {
        return all().stream().allMatch(volume -> mounted.contains(Json.text(volume, "name")));
    }

    /** The folder at a path as the container sees it: in a volume that is mounted there, or its own until it ends. */
    Function<String, Folder> folders(Map<String, Object> container) {
        var own = new Folder(ownFiles(container), "", () -> { });
        return path -> {
            var mount = Json.maps(container, "volumeMounts").stream()
                    .filter(m -> (path + "/").startsWith(Json.text(m, "mountPath").replaceFirst("/*$", "/")))
                    .max(Comparator.comparing(m -> Json.text(m, "mountPath").length()));
            if (mount.isEmpty()) {
                return own.sub(path.replaceFirst("^/+", ""));
            }
            var inside = path.substring(Math.min(path.length(), Json.text(mount.get(), "mountPath").length()))
                    .replaceFirst("^/", "");
            var folder = disk(Json.text(mount.get(), "name"));
            var seen = Json.truth(mount.get(), "readOnly")
                    ? new Folder(Collections.unmodifiableMap(folder.files()), "", folder.changed()) : folder;
            return seen.sub(Json.text(mount.get(), "subPath")).sub(inside);
        };
    }

    static String workingDir(Map<String, Object> container) {
        var folder = Json.text(container, "workingDir");
        return folder.isEmpty() ? "/" : folder;
    }

    static List<String> mounts(Map<String, Object> container) {
        return Json.maps(container, "volumeMounts").stream().map(mount -> Json.text(mount, "mountPath")).toList();
    }

    /** The folders that every image has, those that volumes are mounted on, and what the kubelet writes into /etc. */
    private Map<String, String> ownFiles(Map<String, Object> container) {
        var files = new ConcurrentSkipListMap<String, String>();
        for (var folder : "bin dev etc home opt proc root sbin sys tmp usr var var/log var/run".split(" ")) {
            files.put(folder + "/", "");
        }
        mounts(container).forEach(mount -> files.put(mount.replaceFirst("^/+", "").replaceFirst("/*$", "/"), ""));
        files.put(workingDir(container).replaceFirst("^/+", "").replaceFirst("/*$", "/"), "");
        files.remove("/");
        var name = pod.name();
        files.put("etc/hostname", name + "\n");
        files.put("etc/hosts", "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n%s\t%s\n"
                .formatted(pod.ip(), name).replaceFirst("\n\t.*", "\n"));
        files.put("etc/resolv.conf", ("search %1$s.svc.cluster.local svc.cluster.local cluster.local\n"
                + "nameserver 10.96.0.10\noptions ndots:5\n").formatted(pod.namespace()));
        return files;
    }

    private Folder disk(String name) {
        var volume = all().stream().filter(v -> name.equals(v.get("name"))).findFirst()
                .orElse(Map.of());
        if (VolumeFiles.make(volume)) {
            return new Folder(Collections.unmodifiableMap(new VolumeFiles(kubelet.store(), pod.object()).of(volume)), "",
                    () -> { });
        }
        var claim = Json.text(volume, "persistentVolumeClaim", "claimName");
        if (claim.isEmpty()) {
            return kubelet.disks().emptyDir(pod.uid(), name);
        }
        return kubelet.disks().persistent(kubelet.store().get(Kinds.PVC, pod.namespace(), claim)
                .map(c -> Json.text(c, "spec", "volumeName")).orElse(claim));
    }
}
