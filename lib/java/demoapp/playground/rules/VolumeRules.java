package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** PersistentVolume. */
final class VolumeRules extends Rules {
    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("persistentVolumeReclaimPolicy", "Retain");
        spec.putIfAbsent("volumeMode", "Filesystem");
        Json.child(object, "status").putIfAbsent("phase", "Pending");
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        if (Json.list(object, "metadata", "finalizers").isEmpty()) {
            Json.set(object, List.of("kubernetes.io/pv-protection"), "metadata", "finalizers");
        }
        object.put("status", Json.object("phase", "Pending"));
    }
}
