package demoapp.playground.node;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import demoapp.json.Json;
import demoapp.playground.node.programs.Folder;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/**
 * What is on the volumes: the files by their path. It is kept in ConfigMap kube-system/demoapp-disks, one key a
 * volume, so that it is still there when the playground starts again. Commands in containers have threads of their own.
 */
final class Disks {
    private static final String NAMESPACE = "kube-system";
    private static final String NAME = "demoapp-disks";

    private final Registry registry;
    private final Map<String, Map<String, String>> disks = new ConcurrentHashMap<>();

    Disks(Registry registry) {
        this.registry = registry;
        registry.store().get(Kinds.CONFIG_MAP, NAMESPACE, NAME).ifPresent(saved ->
                Json.map(saved, "data").forEach((disk, files) -> disks.put(disk, files(String.valueOf(files)))));
    }

    private static Map<String, String> files(String json) {
        var files = new ConcurrentSkipListMap<String, String>();
        Json.read(json.getBytes(StandardCharsets.UTF_8)).forEach((path, text) -> files.put(path, String.valueOf(text)));
        return files;
    }

    /** A PersistentVolume's disk. A fresh one has been formatted: it holds lost+found. */
    Folder persistent(String volume) {
        return open(volume, Map.of("lost+found/", ""));
    }

    /** A volume that lives as long as its pod. */
    Folder emptyDir(String podUid, String volume) {
        return open(podUid + "." + volume, Map.of());
    }

    private Folder open(String disk, Map<String, String> fresh) {
        var files = disks.computeIfAbsent(disk, d -> new ConcurrentSkipListMap<>(fresh));
        return new Folder(files, "", () -> save(disk));
    }

    /** Forgets the disk of a deleted volume, or all of a deleted pod's. */
    void forget(String volumeOrPodUid) {
        for (var disk : disks.keySet().toArray(String[]::new)) {
            if (disk.equals(volumeOrPodUid) || disk.startsWith(volumeOrPodUid + ".")) {
                disks.remove(disk);
                save(disk);
            }
        }
    }

    private synchronized void save(String disk) {
        var files = disks.get(disk);
        if (registry.store().get(Kinds.CONFIG_MAP, NAMESPACE, NAME).isEmpty()) {
            registry.create(Kinds.CONFIG_MAP, NAMESPACE, Json.object("apiVersion", "v1", "kind", "ConfigMap",
                    "metadata", Json.object("name", NAME)), "kubelet");
        }
        registry.update(Kinds.CONFIG_MAP, NAMESPACE, NAME, "kubelet", fresh -> {
            Json.set(fresh, files == null ? null : Json.string(files), "data", disk);
            return fresh;
        });
    }
}
