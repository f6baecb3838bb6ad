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
    public static final Kind NODE = cluster("v1", "Node", "nodes", "no", "proxy status");
    public static final Kind PVC =
            namespaced("v1", "PersistentVolumeClaim", "persistentvolumeclaims", "pvc", "status", "");
    public static final Kind PV = cluster("v1", "PersistentVolume", "persistentvolumes", "pv", "status");
    public static final Kind POD = namespaced("v1", "Pod", "pods", "po",
            "attach binding ephemeralcontainers eviction exec log portforward proxy status", "all");
    public static final Kind POD_TEMPLATE = namespaced("v1", "PodTemplate", "podtemplates", "", "", "");
    public static final Kind REPLICATION_CONTROLLER =
            namespaced("v1", "ReplicationController", "replicationcontrollers", "rc", "scale status", "all");
    public static final Kind RESOURCE_QUOTA =
            namespaced("v1", "ResourceQuota", "resourcequotas", "quota", "status", "");
    public static final Kind SECRET = namespaced("v1", "Secret", "secrets", "", "", "");
    public static final Kind SERVICE_ACCOUNT = namespaced("v1", "ServiceAccount", "serviceaccounts", "sa",
            "token", "");
    public static final Kind SERVICE =
            namespaced("v1", "Service", "services", "svc", "proxy status", "all");

    public static final Kind API_SERVICE =
            extending("apiregistration.k8s.io/v1", "APIService", "apiservices", "", "status");

    public static final Kind CONTROLLER_REVISION =
            namespaced("apps/v1", "ControllerRevision", "controllerrevisions", "", "", "");
    public static final Kind DAEMON_SET = namespaced("apps/v1", "DaemonSet", "daemonsets", "ds", "status", "all");
    public static final Kind DEPLOYMENT =
            namespaced("apps/v1", "Deployment", "deployments", "deploy", "scale status", "all");
    public static final Kind REPLICA_SET =
            namespaced("apps/v1", "ReplicaSet", "replicasets", "rs", "scale status", "all");
    public static final Kind STATEFUL_SET =
            namespaced("apps/v1", "StatefulSet", "statefulsets", "sts", "scale status", "all");

    public static final Kind EVENTS_EVENT =
            add("events.k8s.io/v1", "Event", "events", true, "ev", "", "", "EventsEvent");
    public static final Kind HORIZONTAL_POD_AUTOSCALER = namespaced("autoscaling/v2", "HorizontalPodAutoscaler",
            "horizontalpodautoscalers", "hpa", "status", "all");
    public static final Kind HORIZONTAL_POD_AUTOSCALER_V1 = add("autoscaling/v1", "HorizontalPodAutoscaler",
            "horizontalpodautoscalers", true, "hpa", "status", "all", "HorizontalPodAutoscalerV1");
    public static final Kind CRON_JOB = namespaced("batch/v1", "CronJob", "cronjobs", "cj", "status", "all");
    public static final Kind JOB = namespaced("batch/v1", "Job", "jobs", "", "status", "all");
    public static final Kind CERTIFICATE_SIGNING_REQUEST = cluster("certificates.k8s.io/v1",
            "CertificateSigningRequest", "certificatesigningrequests", "csr", "approval status");
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
    public static final Kind CLUSTER_ROLE_BINDING =
            cluster("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", "", "");
    public static final Kind CLUSTER_ROLE =
            cluster("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", "", "");
    public static final Kind ROLE_BINDING =
            namespaced("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings", "", "", "");
    public static final Kind ROLE = namespaced("rbac.authorization.k8s.io/v1", "Role", "roles", "", "", "");
    public static final Kind CSI_DRIVER = cluster("storage.k8s.io/v1", "CSIDriver", "csidrivers", "", "");
    public static final Kind CSI_NODE = cluster("storage.k8s.io/v1", "CSINode", "csinodes", "", "");
    public static final Kind CSI_STORAGE_CAPACITY =
            namespaced("storage.k8s.io/v1", "CSIStorageCapacity", "csistoragecapacities", "", "", "");
    public static final Kind STORAGE_CLASS = cluster("storage.k8s.io/v1", "StorageClass", "storageclasses", "sc", "");
    public static final Kind VOLUME_ATTACHMENT =
            cluster("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments", "", "status");

    public static final Kind MUTATING_WEBHOOK_CONFIGURATION = extending("admissionregistration.k8s.io/v1",
            "MutatingWebhookConfiguration", "mutatingwebhookconfigurations", "", "");
    public static final Kind VALIDATING_ADMISSION_POLICY = extending("admissionregistration.k8s.io/v1",
            "ValidatingAdmissionPolicy", "validatingadmissionpolicies", "", "status");
    public static final Kind VALIDATING_ADMISSION_POLICY_BINDING = extending("admissionregistration.k8s.io/v1",
            "ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", "", "");
    public static final Kind VALIDATING_WEBHOOK_CONFIGURATION = extending("admissionregistration.k8s.io/v1",
            "ValidatingWebhookConfiguration", "validatingwebhookconfigurations", "", "");
    public static final Kind CUSTOM_RESOURCE_DEFINITION = extending("apiextensions.k8s.io/v1",
            "CustomResourceDefinition", "customresourcedefinitions", "crd crds", "status");
    public static final Kind PRIORITY_CLASS =
            cluster("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", "pc", "");
    public static final Kind RUNTIME_CLASS = cluster("node.k8s.io/v1", "RuntimeClass", "runtimeclasses", "", "");
    public static final Kind FLOW_SCHEMA =
            cluster("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowschemas", "", "status");
    public static final Kind PRIORITY_LEVEL_CONFIGURATION = cluster("flowcontrol.apiserver.k8s.io/v1",
            "PriorityLevelConfiguration", "prioritylevelconfigurations", "", "status");

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
        return add(apiVersion, name, plural, true, shortNames, subresources, categories, name);
    }

    private static Kind cluster(String apiVersion, String name, String plural, String shortNames,
                                String subresources) {
        return add(apiVersion, name, plural, false, shortNames, subresources, "", name);
    }

    /** One that changes how the API itself works. */
    private static Kind extending(String apiVersion, String name, String plural, String shortNames,
                                  String subresources) {
        return add(apiVersion, name, plural, false, shortNames, subresources, "api-extensions", name);
    }

    private static Kind add(String apiVersion, String name, String plural, boolean namespaced, String shortNames,
                            String subresources, String categories, String type) {
        var slash = apiVersion.indexOf('/');
        var kind = new Kind(slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), name,
                plural, name.toLowerCase(), namespaced, words(shortNames), words(subresources), words(categories), type);
        ALL.put(apiVersion + "/" + name, kind);
        return kind;
    }

    private static List<String> words(String text) {
        var words = new ArrayList<>(List.of(text.split(" ")));
        words.remove("");
        return List.copyOf(words);
    }
}
