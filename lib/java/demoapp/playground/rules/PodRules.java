package demoapp.playground.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.schema.Quantity;
import demoapp.playground.store.ApiException;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** Pod: besides its spec the service account's volume, tolerations and quality of service that it gets on creation. */
final class PodRules extends Rules {
    private static final String TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        PodSpecDefaults.fill(spec);
        Json.maps(spec, "initContainers").forEach(PodSpecDefaults::requests);
        Json.maps(spec, "containers").forEach(PodSpecDefaults::requests);
        spec.putIfAbsent("enableServiceLinks", true);
        if (Json.truth(spec, "hostNetwork")) {
            for (var list : List.of("initContainers", "containers")) {
                Json.maps(spec, list).forEach(container -> Json.maps(container, "ports").forEach(port ->
                        port.putIfAbsent("hostPort", port.get("containerPort"))));
            }
        }
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        var spec = Json.child(object, "spec");
        LimitAdmission.fill(object, registry);
        serviceAccount(object, spec, registry);
        if (Json.number(spec, 0, "terminationGracePeriodSeconds") < 0) {
            spec.put("terminationGracePeriodSeconds", 1);
        }
        PriorityClassRules.admit(object, spec, registry);
        tolerations(spec);
        RuntimeClassAdmission.admit(object, registry);
        SecurityContextRules.noteAppArmor(object);
        object.put("status", Json.object("phase", "Pending", "qosClass", qualityOfService(spec)));
        gates(object, spec, registry);
    }

    /** A pod with gates says so from its first moment. */
    private static void gates(Map<String, Object> object, Map<String, Object> spec, Registry registry) {
        if (!Json.list(spec, "schedulingGates").isEmpty()) {
            Json.child(object, "status").put("conditions", List.of(Json.object("type", "PodScheduled", "status", "False",
                    "lastProbeTime", null, "lastTransitionTime", registry.clock().timestamp(), "reason",
                    "SchedulingGated", "message", "Scheduling is blocked due to non-empty scheduling gates")));
        }
    }

    /** As the ServiceAccount admission: the account must exist; its token is mounted into each container. */
    private static void serviceAccount(Map<String, Object> pod, Map<String, Object> spec, Registry registry) {
        var name = Json.text(spec, "serviceAccountName").isEmpty() ? "default" : Json.text(spec, "serviceAccountName");
        var namespace = Json.text(pod, "metadata", "namespace");
        var account = registry.store().get(Kinds.SERVICE_ACCOUNT, namespace, name)
                .orElseThrow(() -> ApiException.forbidden(Kinds.POD, Json.text(pod, "metadata", "name"),
                        "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                                .formatted(namespace, name, name)));
        spec.put("serviceAccountName", name);
        spec.put("serviceAccount", name);
        var wanted = spec.getOrDefault("automountServiceAccountToken", account.get("automountServiceAccountToken"));
        if (Boolean.FALSE.equals(wanted)) {
            return;
        }
        var volume = "kube-api-access-" + registry.suffix();
        for (var field : List.of("initContainers", "containers")) {
            for (var container : Json.maps(spec, field)) {
                var mounts = new ArrayList<Object>(Json.list(container, "volumeMounts"));
                if (mounts.stream().noneMatch(mount -> TOKEN_PATH.equals(Json.text(mount, "mountPath")))) {
                    mounts.add(Json.object("name", volume, "readOnly", true, "mountPath", TOKEN_PATH));
                    container.put("volumeMounts", mounts);
                }
            }
        }
        var volumes = new ArrayList<Object>(Json.list(spec, "volumes"));
        volumes.add(Json.object("name", volume, "projected", Json.object("sources", List.of(
                Json.object("serviceAccountToken", Json.object("expirationSeconds", 3607, "path", "token")),
                Json.object("configMap", Json.object("name", "kube-root-ca.crt", "items",
                        List.of(Json.object("key", "ca.crt", "path", "ca.crt")))),
                Json.object("downwardAPI", Json.object("items", List.of(Json.object("path", "namespace", "fieldRef",
                        Json.object("apiVersion", "v1", "fieldPath", "metadata.namespace")))))),
                "defaultMode", 0644)));
        spec.put("volumes", volumes);
    }

    private static void tolerations(Map<String, Object> spec) {
        var tolerations = new ArrayList<Object>(Json.list(spec, "tolerations"));
        for (var key : List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")) {
            if (tolerations.stream().noneMatch(t -> List.of("", key).contains(Json.text(t, "key"))
                    && List.of("", "NoExecute").contains(Json.text(t, "effect")))) {
                tolerations.add(Json.object("key", key, "operator", "Exists", "effect", "NoExecute",
                        "tolerationSeconds", 300));
            }
        }
        Json.set(spec, tolerations.isEmpty() ? null : tolerations, "tolerations");
    }

    /** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
    private static String qualityOfService(Map<String, Object> spec) {
        var containers = new ArrayList<>(Json.maps(spec, "containers"));
        containers.addAll(Json.maps(spec, "initContainers"));
        var guaranteed = true;
        var any = false;
        for (var container : containers) {
            for (var resource : List.of("cpu", "memory")) {
                var request = Json.text(container, "resources", "requests", resource);
                var limit = Json.text(container, "resources", "limits", resource);
                any |= !request.isEmpty() || !limit.isEmpty();
                guaranteed &= !limit.isEmpty() && !request.isEmpty()
                        && Quantity.value(request).compareTo(Quantity.value(limit)) == 0;
            }
        }
        return !any ? "BestEffort" : guaranteed ? "Guaranteed" : "Burstable";
    }

    @Override
    public void prepare(Map<String, Object> object, Map<String, Object> old) {
        if (old != null) {
            tolerations(Json.child(object, "spec"));
        }
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        PodSpecRules.validate(Json.map(object, "spec"), "spec", causes);
        ContainerRules.onlyInPods(Json.map(object, "spec"), causes);
    }

    @Override
    public void allocate(Map<String, Object> object, Map<String, Object> old, Registry registry) {
        if (old == null) {
            RuntimeClassAdmission.check(object);
        }
    }

    @Override
    void validateNew(Map<String, Object> object, Causes causes) {
        if (!Json.list(object, "spec", "ephemeralContainers").isEmpty()) {
            causes.forbidden("spec.ephemeralContainers", "cannot be set on create");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        PodUpdateRules.validate(Json.map(object, "spec"), Json.map(old, "spec"), causes);
    }
}
