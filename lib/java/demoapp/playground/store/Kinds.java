package demoapp.playground.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import demoapp.json.Json;

/** The kinds that the playground serves: one line each, in the order of discovery. A new kind starts here. */
public final class Kinds {
    private static final Map<String, Kind> ALL = new LinkedHashMap<>();

    public static final Kind CONFIG_MAP = namespaced("v1", "ConfigMap", "configmaps", "cm", "", "");
    public static final Kind ENDPOINTS = namespaced("v1", "Endpoints", "endpoints", "ep", "", "");
    public static final Kind EVENT = namespaced("v1", "Event", "events", "ev", "", "");
    public static final Kind LIMIT_RANGE = namespaced("v1", "LimitRange", "limitranges", "limits", "", "");
    public static final Kind NAMESPACE = cluster("v1", "Namespace", "namespaces", "ns", "finalize status");
    public static final Kind NODE = cluster("v1", "Node", "nodes", "no", "status");
    public static final Kind PVC =
            namespaced("v1", "PersistentVolumeClaim", "persistentvolumeclaims", "pvc", "status", "");
    public static final Kind PV = cluster("v1", "PersistentVolume", "persistentvolumes", "pv", "status");
    public static final Kind POD = namespaced("v1", "Pod", "pods", "po",
            "attach eviction exec log portforward status", "all");
    public static final Kind RESOURCE_QUOTA =
            namespaced("v1", "ResourceQuota", "resourcequotas", "quota", "status", "");
    public static final Kind SECRET = namespaced("v1", "Secret", "secrets", "", "", "");
    public static final Kind SERVICE_ACCOUNT = namespaced("v1", "ServiceAccount", "serviceaccounts", "sa", "", "");
    public static final Kind SERVICE = namespaced("v1", "Service", "services", "svc", "status", "all");

    public static final Kind CONTROLLER_REVISION =
            namespaced("apps/v1", "ControllerRevision", "controllerrevisions", "", "", "");
    public static final Kind DAEMON_SET = namespaced("apps/v1", "DaemonSet", "daemonsets", "ds", "status", "all");
    public static final Kind DEPLOYMENT =
            namespaced("apps/v1", "Deployment", "deployments", "deploy", "scale status", "all");
    public static final Kind REPLICA_SET =
            namespaced("apps/v1", "ReplicaSet", "replicasets", "rs", "scale status", "all");
    public static final Kind STATEFUL_SET =
            namespaced("apps/v1", "StatefulSet", "statefulsets", "sts", "scale status", "all");

    public static final Kind HORIZONTAL_POD_AUTOSCALER = namespaced("autoscaling/v2", "HorizontalPodAutoscaler",
            "horizontalpodautoscalers", "hpa", "status", "all");
    public static final Kind CRON_JOB = namespaced("batch/v1", "CronJob", "cronjobs", "cj", "status", "all");
    public static final Kind JOB = namespaced("batch/v1", "Job", "jobs", "", "status", "all");
    public static final Kind LEASE = namespaced("coordination.k8s.io/v1", "Lease", "leases", "", "", "");
    public static final Kind ENDPOINT_SLICE =
            namespaced("discovery.k8s.io/v1", "EndpointSlice", "endpointslices", "", "", "");
    public static final Kind INGRESS_CLASS =
            cluster("networking.k8s.io/v1", "IngressClass", "ingressclasses", "", "");
    public static final Kind INGRESS =
            namespaced("networking.k8s.io/v1", "Ingress", "ingresses", "ing", "status", "");
    public static final Kind NETWORK_POLICY =
            namespaced("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", "netpol", "", "");
    public static final Kind POD_DISRUPTION_BUDGET =
            namespaced("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", "pdb", "status", "");
    public static final Kind STORAGE_CLASS = cluster("storage.k8s.io/v1", "StorageClass", "storageclasses", "sc", "");

    private Kinds() { }

    public static List<Kind> all() {
        return List.copyOf(ALL.values());
    }

    public static Optional<Kind> of(String apiVersion, String kind) {
        return Optional.ofNullable(ALL.get(apiVersion + "/" + kind));
    }

    /** The kind of an object that carries apiVersion and kind. */
    public static Optional<Kind> of(Map<String, Object> object) {
        return of(Json.text(object, "apiVersion"), Json.text(object, "kind"));
    }

    private static Kind namespaced(String apiVersion, String name, String plural, String shortNames,
                                   String subresources, String categories) {
        return add(apiVersion, name, plural, true, shortNames, subresources, categories);
    }

    private static Kind cluster(String apiVersion, String name, String plural, String shortNames,
                                String subresources) {
        return add(apiVersion, name, plural, false, shortNames, subresources, "");
    }

    private static Kind add(String apiVersion, String name, String plural, boolean namespaced, String shortNames,
                            String subresources, String categories) {
        var slash = apiVersion.indexOf('/');
        var kind = new Kind(slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), name,
                plural, name.toLowerCase(), namespaced, words(shortNames), words(subresources), words(categories));
        ALL.put(apiVersion + "/" + name, kind);
        return kind;
    }

    private static List<String> words(String text) {
        var words = new ArrayList<>(List.of(text.split(" ")));
        words.remove("");
        return List.copyOf(words);
    }
}
