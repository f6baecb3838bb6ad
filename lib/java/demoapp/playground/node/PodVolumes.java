package demoapp.playground.node;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

import demoapp.json.Json;
import demoapp.playground.node.programs.Folder;
import demoapp.playground.store.Kinds;

/** A pod's volumes: what they miss, and the files in them. */
final class PodVolumes {
    private final Kubelet kubelet;
    private final Map<String, Object> pod;

    PodVolumes(Kubelet kubelet, Map<String, Object> pod) {
        this.kubelet = kubelet;
        this.pod = pod;
    }

    /** Why the volumes cannot be mounted. */
    Optional<String> missing() {
        return Json.maps(pod, "spec", "volumes").stream().map(this::missing).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> missing(Map<String, Object> volume) {
        var secret = volume.containsKey("secret");
        var source = Json.map(volume, secret ? "secret" : "configMap");
        var name = Json.text(source, secret ? "secretName" : "name");
        var kind = secret ? Kinds.SECRET : Kinds.CONFIG_MAP;
        return source.isEmpty() || Json.truth(source, "optional")
                || kubelet.store().get(kind, namespace(), name).isPresent() ? Optional.empty()
                : Optional.of("MountVolume.SetUp failed for volume \"%s\" : %s \"%s\" not found"
                        .formatted(Json.text(volume, "name"), kind.singular(), name));
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
        var name = Json.text(pod, "metadata", "name");
        files.put("etc/hostname", name + "\n");
        files.put("etc/hosts", "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n%s\t%s\n"
                .formatted(Json.text(pod, "status", "podIP"), name).replaceFirst("\n\t.*", "\n"));
        files.put("etc/resolv.conf", ("search %1$s.svc.cluster.local svc.cluster.local cluster.local\n"
                + "nameserver 10.96.0.10\noptions ndots:5\n").formatted(namespace()));
        return files;
    }

    private Folder disk(String name) {
        var volume = Json.maps(pod, "spec", "volumes").stream().filter(v -> name.equals(v.get("name"))).findFirst()
                .orElse(Map.of());
        if (VolumeFiles.make(volume)) {
            return new Folder(Collections.unmodifiableMap(new VolumeFiles(kubelet.store(), pod).of(volume)), "",
                    () -> { });
        }
        var claim = Json.text(volume, "persistentVolumeClaim", "claimName");
        if (claim.isEmpty()) {
            return kubelet.disks().emptyDir(Json.text(pod, "metadata", "uid"), name);
        }
        return kubelet.disks().persistent(kubelet.store().get(Kinds.PVC, namespace(), claim)
                .map(c -> Json.text(c, "spec", "volumeName")).orElse(claim));
    }

    private String namespace() {
        return Json.text(pod, "metadata", "namespace");
    }
}
