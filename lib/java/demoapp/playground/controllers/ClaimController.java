package demoapp.playground.controllers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Deletion;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;
import demoapp.playground.store.Store;

/**
 * PersistentVolumeClaims: finds or makes a PersistentVolume, binds it, keeps a claim that a pod names (even a
 * finished pod) from being deleted, and deletes the volume after its claim.
 * See https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/controller/volume/persistentvolume/pv_controller.go
 */
final class ClaimController extends Controller {
    static final String SELECTED_NODE = "volume.kubernetes.io/selected-node";
    private static final String PROTECTION = "kubernetes.io/pvc-protection";
    private static final String PROVISIONER = "playground-provisioner";
    private static final Duration RESYNC = Duration.ofSeconds(15);
    private static final Duration PROVISIONING = Duration.ofMillis(100);

    private final Events events;
    /** Of which version of a claim, by uid, something was said. */
    private final Map<String, String> said = new HashMap<>();

    ClaimController(Registry registry, WorkQueue queue) {
        super(registry, queue);
        events = new Events(registry, "persistentvolume-controller");
    }

    @Override
    void changed(Store.Change change) {
        var object = change.object();
        var namespace = Json.text(object, "metadata", "namespace");
        if (change.kind() == Kinds.PVC) {
            enqueue(namespace, Json.text(object, "metadata", "name"));
        } else if (change.kind() == Kinds.POD) {
            claimsOf(object).forEach(claim -> enqueue(namespace, claim));
        } else if (change.kind() == Kinds.PV) {
            enqueue("", Json.text(object, "metadata", "name"));
            enqueue(Json.text(object, "spec", "claimRef", "namespace"), Json.text(object, "spec", "claimRef", "name"));
            enqueuePending();
        } else if (change.kind() == Kinds.STORAGE_CLASS) {
            enqueuePending();
        }
    }

    private void enqueuePending() {
        store.list(Kinds.PVC, "").stream().filter(claim -> Json.text(claim, "spec", "volumeName").isEmpty())
                .forEach(claim -> enqueue(namespace(claim), name(claim)));
    }

    private static List<String> claimsOf(Map<String, Object> pod) {
        return Json.maps(pod, "spec", "volumes").stream()
                .map(volume -> Json.text(volume, "persistentVolumeClaim", "claimName"))
                .filter(claim -> !claim.isEmpty()).toList();
    }

    /** A claim, or without a namespace a volume: one made by hand is available. */
    @Override
    void reconcile(String namespace, String name) {
        if (namespace.isEmpty()) {
            store.get(Kinds.PV, "", name).filter(volume -> Json.map(volume, "spec", "claimRef").isEmpty()
                    && !Json.text(volume, "status", "phase").equals("Available"))
                    .ifPresent(volume -> setPhase(name, "Available"));
            return;
        }
        var claim = store.get(Kinds.PVC, namespace, name).orElse(null);
        if (claim == null) {
            releaseVolumes(namespace, name);
        } else if (Json.at(claim, "metadata", "deletionTimestamp") != null) {
            releaseClaim(claim);
        } else if (!Json.text(claim, "status", "phase").equals("Bound")) {
            bindOrProvision(claim);
        }
    }

    // Deletion

    private void releaseClaim(Map<String, Object> claim) {
        var used = store.list(Kinds.POD, namespace(claim)).stream()
                .anyMatch(pod -> claimsOf(pod).contains(name(claim)));
        if (!used) {
            registry.update(Kinds.PVC, namespace(claim), name(claim), MANAGER, fresh -> {
                var kept = new ArrayList<Object>(Json.list(fresh, "metadata", "finalizers"));
                kept.remove(PROTECTION);
                Json.set(fresh, kept.isEmpty() ? null : kept, "metadata", "finalizers");
                return fresh;
            });
        }
    }

    private void releaseVolumes(String namespace, String claim) {
        for (var volume : store.list(Kinds.PV, "")) {
            if (isFor(volume, namespace, claim) && Json.text(volume, "status", "phase").equals("Bound")) {
                setPhase(name(volume), "Released");
                if (Json.text(volume, "spec", "persistentVolumeReclaimPolicy").equals("Delete")) {
                    deleteVolume(name(volume));
                }
            }
        }
    }

    private void deleteVolume(String name) {
        registry.delete(Kinds.PV, "", name, Deletion.background());
        if (store.get(Kinds.PV, "", name).isPresent()) {
            registry.update(Kinds.PV, "", name, MANAGER, fresh -> {
                Json.set(fresh, null, "metadata", "finalizers");
                return fresh;
            });
        }
    }

    private static boolean isFor(Map<String, Object> volume, String namespace, String claim) {
        return namespace.equals(Json.text(volume, "spec", "claimRef", "namespace"))
                && claim.equals(Json.text(volume, "spec", "claimRef", "name"));
    }

    // Binding

    private void bindOrProvision(Map<String, Object> claim) {
        var volume = volumeFor(claim);
        if (volume.isPresent()) {
            bind(claim, volume.get());
            return;
        }
        var className = Json.text(claim, "spec", "storageClassName");
        if (className.isEmpty()) {
            say(claim, "Normal", "FailedBinding",
                    "no persistent volumes available for this claim and no storage class is set");
            return;
        }
        var storageClass = store.get(Kinds.STORAGE_CLASS, "", className);
        if (storageClass.isEmpty()) {
            say(claim, "Warning", "ProvisioningFailed",
                    "storageclass.storage.k8s.io \"%s\" not found".formatted(className));
        } else if (Json.text(storageClass.get(), "volumeBindingMode").equals("WaitForFirstConsumer")
                && Json.text(claim, "metadata", "annotations", SELECTED_NODE).isEmpty()) {
            say(claim, "Normal", "WaitForFirstConsumer",
                    "waiting for first consumer to be created before binding");
        } else {
            provision(claim, storageClass.get());
        }
    }

    /** Again when the claim has changed, and every 15 s. */
    private void say(Map<String, Object> claim, String type, String reason, String message) {
        var uid = Json.text(claim, "metadata", "uid");
        var version = Json.text(claim, "metadata", "resourceVersion");
        if (version.equals(said.put(uid, version))) {
            return;
        }
        events.record(claim, "", type, reason, message);
        clock.after(RESYNC, () -> {
            if (said.remove(uid, version)) {
                enqueue(namespace(claim), name(claim));
            }
        });
    }

    private Optional<Map<String, Object>> volumeFor(Map<String, Object> claim) {
        var wanted = Json.text(claim, "spec", "volumeName");
        return store.list(Kinds.PV, "").stream()
                .filter(volume -> wanted.isEmpty() || wanted.equals(name(volume)))
                .filter(volume -> Json.map(volume, "spec", "claimRef").isEmpty() ? fits(volume, claim)
                        : isFor(volume, namespace(claim), name(claim)))
                .filter(volume -> !Json.text(volume, "status", "phase").equals("Released")).findFirst();
    }

    private static boolean fits(Map<String, Object> volume, Map<String, Object> claim) {
        var modes = Json.list(claim, "spec", "accessModes");
        return Json.text(volume, "spec", "storageClassName").equals(Json.text(claim, "spec", "storageClassName"))
                && Json.list(volume, "spec", "accessModes").containsAll(modes)
                && Quantity.value(Json.text(volume, "spec", "capacity", "storage")).compareTo(Quantity.value(
                        Json.text(claim, "spec", "resources", "requests", "storage"))) >= 0;
    }

    private void provision(Map<String, Object> claim, Map<String, Object> storageClass) {
        var provisioner = Json.text(storageClass, "provisioner");
        registry.update(Kinds.PVC, namespace(claim), name(claim), MANAGER, fresh -> {
            Json.set(fresh, provisioner, "metadata", "annotations", "volume.beta.kubernetes.io/storage-provisioner");
            Json.set(fresh, provisioner, "metadata", "annotations", "volume.kubernetes.io/storage-provisioner");
            return fresh;
        });
        say(claim, "Normal", "ExternalProvisioning", ("Waiting for a volume to be created either by the external "
                + "provisioner '%s' or manually by the system administrator. If volume creation is delayed, please "
                + "verify that the provisioner is running and correctly registered.").formatted(provisioner));
        clock.after(PROVISIONING, () -> {
            var unchanged = store.get(Kinds.PVC, namespace(claim), name(claim))
                    .filter(now -> Json.text(now, "metadata", "uid").equals(Json.text(claim, "metadata", "uid")));
            if (unchanged.isPresent() && volumeFor(unchanged.get()).isEmpty()) {
                makeVolume(unchanged.get(), storageClass);
            }
        });
    }

    private void makeVolume(Map<String, Object> claim, Map<String, Object> storageClass) {
        var name = "pvc-" + Json.text(claim, "metadata", "uid");
        var reclaim = Json.text(storageClass, "reclaimPolicy");
        var spec = Json.object("capacity", Json.object("storage",
                        Json.text(claim, "spec", "resources", "requests", "storage")),
                "hostPath", Json.object("path", "/playground/volumes/" + name, "type", "DirectoryOrCreate"),
                "accessModes", Json.copyOf(Json.at(claim, "spec", "accessModes")),
                "claimRef", Json.object("kind", "PersistentVolumeClaim", "namespace", namespace(claim),
                        "name", name(claim), "uid", Json.text(claim, "metadata", "uid"), "apiVersion", "v1",
                        "resourceVersion", Json.text(claim, "metadata", "resourceVersion")),
                "persistentVolumeReclaimPolicy", reclaim.isEmpty() ? "Delete" : reclaim,
                "storageClassName", name(storageClass), "volumeMode", "Filesystem");
        registry.create(Kinds.PV, "", Json.object("apiVersion", "v1", "kind", "PersistentVolume",
                "metadata", Json.object("name", name, "annotations", Json.object("pv.kubernetes.io/provisioned-by",
                        Json.text(storageClass, "provisioner"))),
                "spec", spec), PROVISIONER);
    }

    private void bind(Map<String, Object> claim, Map<String, Object> volume) {
        registry.update(Kinds.PV, "", name(volume), MANAGER, fresh -> {
            if (Json.map(fresh, "spec", "claimRef").isEmpty()) {
                Json.set(fresh, Json.object("kind", "PersistentVolumeClaim", "namespace", namespace(claim),
                        "name", name(claim), "uid", Json.text(claim, "metadata", "uid"), "apiVersion", "v1"),
                        "spec", "claimRef");
            }
            return fresh;
        });
        setPhase(name(volume), "Bound");
        registry.update(Kinds.PVC, namespace(claim), name(claim), MANAGER, fresh -> {
            Json.set(fresh, "yes", "metadata", "annotations", "pv.kubernetes.io/bind-completed");
            Json.set(fresh, "yes", "metadata", "annotations", "pv.kubernetes.io/bound-by-controller");
            Json.set(fresh, name(volume), "spec", "volumeName");
            return fresh;
        });
        registry.updateStatus(Kinds.PVC, namespace(claim), name(claim), MANAGER, fresh -> {
            fresh.put("status", Json.object("phase", "Bound",
                    "accessModes", Json.copyOf(Json.at(volume, "spec", "accessModes")),
                    "capacity", Json.copyOf(Json.at(volume, "spec", "capacity"))));
            return fresh;
        });
    }

    private void setPhase(String volume, String phase) {
        try {
            registry.updateStatus(Kinds.PV, "", volume, MANAGER, fresh -> {
                if (!phase.equals(Json.text(fresh, "status", "phase"))) {
                    fresh.put("status", Json.object("phase", phase));
                }
                return fresh;
            });
        } catch (ApiException gone) {
            if (!gone.notFound()) {
                throw gone;
            }
        }
    }

    private static String namespace(Map<String, Object> object) {
        return Json.text(object, "metadata", "namespace");
    }

    private static String name(Map<String, Object> object) {
        return Json.text(object, "metadata", "name");
    }
}
