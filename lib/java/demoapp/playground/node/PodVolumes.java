package demoapp.playground.node;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
        var own = new Folder(new HashMap<>(), "", () -> { });
        return path -> {
            var mount = Json.maps(container, "volumeMounts").stream()
                    .filter(m -> (path + "/").startsWith(Json.text(m, "mountPath").replaceFirst("/*$", "/")))
                    .max(Comparator.comparing(m -> Json.text(m, "mountPath").length()));
            if (mount.isEmpty()) {
                return own.sub(path);
            }
            var inside = path.substring(Math.min(path.length(), Json.text(mount.get(), "mountPath").length()))
                    .replaceFirst("^/", "");
            return disk(Json.text(mount.get(), "name")).sub(Json.text(mount.get(), "subPath")).sub(inside);
        };
    }

    private Folder disk(String name) {
        var volume = Json.maps(pod, "spec", "volumes").stream().filter(v -> name.equals(v.get("name"))).findFirst()
                .orElse(Map.of());
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
