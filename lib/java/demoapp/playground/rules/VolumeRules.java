package demoapp.playground.rules;

import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.GoTypes;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.Registry;

/** PersistentVolume. */
final class VolumeRules extends Rules {
    /** In the order in which the API server looks at them. */
    private static final List<String> SOURCES = List.of("hostPath", "gcePersistentDisk", "awsElasticBlockStore",
            "glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc", "flexVolume", "azureFile",
            "vsphereVolume", "photonPersistentDisk", "portworxVolume", "azureDisk", "scaleIO", "local", "storageos", "csi");

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("persistentVolumeReclaimPolicy", "Retain");
        spec.putIfAbsent("volumeMode", "Filesystem");
        if (spec.get("hostPath") != null) {
            Json.child(spec, "hostPath").putIfAbsent("type", "");
        }
        Json.child(object, "status").putIfAbsent("phase", "Pending");
    }

    @Override
    public void prepare(Map<String, Object> object, Map<String, Object> old) {
        Json.child(object, "spec").remove("volumeAttributesClassName"); // behind a feature gate that is off
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        ClaimRules.protect(object, "kubernetes.io/pv-protection");
        object.put("status", Json.object("phase", "Pending"));
    }

    /** When it came into its phase. */
    @Override
    public void note(Map<String, Object> object, Map<String, Object> old, String timestamp) {
        var status = Json.child(object, "status");
        if (old == null || !Json.text(old, "status", "phase").equals(Json.text(status, "phase"))) {
            status.put("lastPhaseTransitionTime", timestamp);
        } else {
            Json.set(object, Json.at(old, "status", "lastPhaseTransitionTime"), "status", "lastPhaseTransitionTime");
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        var modes = Json.texts(spec, "accessModes");
        if (modes.isEmpty()) {
            causes.required("spec.accessModes");
        }
        modes.forEach(mode -> causes.oneOf("spec.accessModes", mode, ClaimRules.MODES));
        if (modes.contains("ReadWriteOncePod") && modes.size() > 1) {
            causes.forbidden("spec.accessModes", "may not use ReadWriteOncePod with other access modes");
        }
        var capacity = Json.map(spec, "capacity");
        if (capacity.isEmpty()) {
            causes.required("spec.capacity");
            causes.notSupported("spec.capacity", new Causes.Quoted("core.ResourceList(nil)"), "storage");
        }
        if (!capacity.isEmpty() && (!capacity.containsKey("storage") || capacity.size() > 1)) {
            causes.notSupported("spec.capacity", GoStructs.amounts(capacity), "storage");
        }
        capacity.forEach((resource, amount) -> {
            if (Quantity.value(amount.toString()).signum() <= 0) {
                causes.invalid("spec.capacity[" + resource + "]", amount, "must be greater than zero");
            }
        });
        causes.oneOf("spec.persistentVolumeReclaimPolicy", spec.get("persistentVolumeReclaimPolicy"), "Delete", "Recycle",
                "Retain");
        affinity(spec, causes);
        source(spec, causes);
        var className = Json.text(spec, "storageClassName");
        causes.invalid("spec.storageClassName", className, className.isEmpty() ? List.of() : Names.subdomain(className));
        causes.oneOf("spec.volumeMode", spec.get("volumeMode"), "Block", "Filesystem");
    }

    private static void source(Map<String, Object> spec, Causes causes) {
        var sources = SOURCES.stream().filter(source -> spec.get(source) != null).toList();
        if (sources.isEmpty()) {
            causes.required("spec", "must specify a volume type");
        }
        for (var source : sources) {
            if (!source.equals(sources.get(0))) {
                causes.forbidden("spec." + source, "may not specify more than 1 volume type");
                continue;
            }
            switch (source) {
                case "hostPath" -> PodVolumeRules.hostPath(Json.map(spec, source), "spec.hostPath", causes);
                case "nfs" -> PodVolumeRules.nfs(Json.map(spec, source), "spec.nfs", causes);
                case "local" -> local(spec, causes);
                default -> { } // the disks of providers, which nothing here could mount
            }
        }
    }

    private static void local(Map<String, Object> spec, Causes causes) {
        var path = Json.text(spec, "local", "path");
        if (path.isEmpty()) {
            causes.required("spec.local.path");
        } else {
            MountRules.noBacksteps(path, "spec.local.path", causes);
        }
        if (spec.get("nodeAffinity") == null) {
            causes.required("spec.nodeAffinity", "Local volume requires node affinity");
        }
    }

    private static void affinity(Map<String, Object> spec, Causes causes) {
        if (spec.get("nodeAffinity") == null) {
            return;
        }
        if (Json.at(spec, "nodeAffinity", "required") == null) {
            causes.required("spec.nodeAffinity.required", "must specify required node constraints");
        } else {
            AffinityRules.nodeSelector(Json.map(spec, "nodeAffinity", "required"), "spec.nodeAffinity.required", causes);
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        for (var source : SOURCES) {
            if (!Json.same(Json.at(object, "spec", source), Json.at(old, "spec", source))) {
                causes.forbidden("spec.persistentvolumesource", "spec.persistentvolumesource is immutable after creation\n"
                        + GoTypes.diff("PersistentVolumeSource", Json.map(old, "spec"), Json.map(object, "spec")));
                return;
            }
        }
        if (!Json.same(Json.at(object, "spec", "volumeMode"), Json.at(old, "spec", "volumeMode"))) {
            causes.invalid("volumeMode", Json.at(object, "spec", "volumeMode"), "field is immutable");
        }
    }
}
