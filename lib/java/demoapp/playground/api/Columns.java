package demoapp.playground.api;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import demoapp.json.Json;
import demoapp.playground.store.Kind;
import demoapp.playground.store.Kinds;

/**
 * The columns that `kubectl get` shows of each kind. As in
 * https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/printers/internalversion/printers.go
 */
final class Columns {
    /** @param priority 1: only with -o wide */
    record Column(String name, String type, int priority, Function<Map<String, Object>, Object> cell) { }

    static final Column NAME = text("Name", "metadata", "name");
    static final Column AGE = text("Age", o -> Tables.age(Json.text(o, "metadata", "creationTimestamp")));
    static final Column CONTAINERS = wide("Containers", o -> names(containers(o), "name"));
    static final Column IMAGES = wide("Images", o -> names(containers(o), "image"));
    static final Column SELECTOR =
            wide("Selector", o -> labels(Json.map(o, "spec", "selector", "matchLabels")));
    private static final Map<Kind, List<Column>> ALL = new HashMap<>();

    private Columns() { }

    static {
        columns(Kinds.POD, NAME, text("Ready", PodColumns::ready), text("Status", PodColumns::status),
                text("Restarts", PodColumns::restarts), AGE,
                wide("IP", o -> orNone(Json.text(o, "status", "podIP"))),
                wide("Node", o -> orNone(Json.text(o, "spec", "nodeName"))),
                wide("Nominated Node", o -> orNone(Json.text(o, "status", "nominatedNodeName"))),
                wide("Readiness Gates", o -> "<none>"));
        columns(Kinds.DEPLOYMENT, NAME, text("Ready", o -> count(o, "status", "readyReplicas") + "/"
                + count(o, "spec", "replicas")), text("Up-to-date", o -> count(o, "status", "updatedReplicas")),
                text("Available", o -> count(o, "status", "availableReplicas")), AGE, CONTAINERS, IMAGES, SELECTOR);
        columns(Kinds.REPLICA_SET, NAME, number("Desired", o -> count(o, "spec", "replicas")),
                number("Current", o -> count(o, "status", "replicas")),
                number("Ready", o -> count(o, "status", "readyReplicas")), AGE, CONTAINERS, IMAGES, SELECTOR);
        columns(Kinds.STATEFUL_SET, NAME, text("Ready", o -> count(o, "status", "readyReplicas") + "/"
                + count(o, "spec", "replicas")), AGE, CONTAINERS, IMAGES);
        columns(Kinds.JOB, NAME, text("Status", Columns::jobStatus), text("Completions", Columns::completions),
                text("Duration", Columns::jobDuration), AGE, CONTAINERS, IMAGES, SELECTOR);
        columns(Kinds.CRON_JOB, NAME, text("Schedule", "spec", "schedule"),
                text("Timezone", o -> orNone(Json.text(o, "spec", "timeZone"))),
                new Column("Suspend", "boolean", 0, o -> Json.truth(o, "spec", "suspend") ? "True" : "False"),
                number("Active", o -> Json.list(o, "status", "active").size()),
                text("Last Schedule", o -> Json.text(o, "status", "lastScheduleTime").isEmpty() ? "<none>"
                        : Tables.age(Json.text(o, "status", "lastScheduleTime"))), AGE,
                wide("Containers", o -> names(containers(cronPod(o)), "name")),
                wide("Images", o -> names(containers(cronPod(o)), "image")), wide("Selector", o -> "<none>"));
        columns(Kinds.SERVICE, NAME, text("Type", "spec", "type"),
                text("Cluster-IP", o -> orNone(Json.text(o, "spec", "clusterIP"))),
                text("External-IP", Columns::externalIp), text("Port(s)", Columns::ports), AGE,
                wide("Selector", o -> labels(Json.map(o, "spec", "selector"))));
        columns(Kinds.INGRESS, NAME, text("Class", o -> orNone(Json.text(o, "spec", "ingressClassName"))),
                text("Hosts", Columns::hosts), text("Address", Columns::addresses),
                text("Ports", o -> Json.list(o, "spec", "tls").isEmpty() ? "80" : "80, 443"), AGE);
        columns(Kinds.CONFIG_MAP, NAME, text("Data",
                o -> Json.map(o, "data").size() + Json.map(o, "binaryData").size()), AGE);
        columns(Kinds.SECRET, NAME, text("Type", "type"), text("Data", o -> Json.map(o, "data").size()), AGE);
        columns(Kinds.SERVICE_ACCOUNT, NAME, text("Secrets", o -> Json.list(o, "secrets").size()), AGE);
        columns(Kinds.NAMESPACE, NAME, text("Status", "status", "phase"), AGE);
        columns(Kinds.NODE, NAME, text("Status", Columns::nodeStatus), text("Roles", Columns::roles), AGE,
                text("Version", "status", "nodeInfo", "kubeletVersion"),
                wide("Internal-IP", o -> address(o, "InternalIP")), wide("External-IP", o -> address(o, "ExternalIP")),
                wide("OS-Image", o -> Json.text(o, "status", "nodeInfo", "osImage")),
                wide("Kernel-Version", o -> Json.text(o, "status", "nodeInfo", "kernelVersion")),
                wide("Container-Runtime", o -> Json.text(o, "status", "nodeInfo", "containerRuntimeVersion")));
        columns(Kinds.PVC, NAME, text("Status", Columns::phase), text("Volume", "spec", "volumeName"),
                text("Capacity", "status", "capacity", "storage"),
                text("Access Modes", o -> modes(Json.texts(o, "status", "accessModes"))),
                text("StorageClass", "spec", "storageClassName"), text("VolumeAttributesClass", o -> "<unset>"), AGE,
                wide("VolumeMode", o -> Json.text(o, "spec", "volumeMode")));
        columns(Kinds.PV, NAME, text("Capacity", "spec", "capacity", "storage"),
                text("Access Modes", o -> modes(Json.texts(o, "spec", "accessModes"))),
                text("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"), text("Status", Columns::phase),
                text("Claim", Columns::claim), text("StorageClass", "spec", "storageClassName"),
                text("VolumeAttributesClass", o -> "<unset>"), text("Reason", "status", "reason"), AGE,
                wide("VolumeMode", o -> Json.text(o, "spec", "volumeMode")));
        columns(Kinds.STORAGE_CLASS, text("Name", Columns::storageClassName), text("Provisioner", "provisioner"),
                text("ReclaimPolicy", "reclaimPolicy"), text("VolumeBindingMode", "volumeBindingMode"),
                text("AllowVolumeExpansion", o -> Json.truth(o, "allowVolumeExpansion")), AGE);
        columns(Kinds.EVENT, text("Last Seen", o -> seen(o, "lastTimestamp")), text("Type", "type"),
                text("Reason", "reason"), text("Object", o -> Json.text(o, "involvedObject", "kind").toLowerCase()
                + "/" + Json.text(o, "involvedObject", "name")),
                wide("Subobject", o -> Json.text(o, "involvedObject", "fieldPath")),
                wide("Source", o -> Json.text(o, "source", "component")),
                text("Message", o -> Json.text(o, "message").strip()),
                wide("First Seen", o -> seen(o, "firstTimestamp")),
                wide("Count", o -> Json.number(o, 1, "count")),
                new Column("Name", "string", 1, o -> Json.text(o, "metadata", "name")));
        columns(Kinds.ENDPOINTS, NAME, text("Endpoints", Columns::endpoints), AGE);
        columns(Kinds.POD_TEMPLATE, NAME, text("Containers", o -> names(Json.maps(o, "template", "spec", "containers"),
                "name")), text("Images", o -> names(Json.maps(o, "template", "spec", "containers"), "image")),
                text("Pod Labels", o -> labels(Json.map(o, "template", "metadata", "labels"))));
        columns(Kinds.REPLICATION_CONTROLLER, NAME, number("Desired", o -> count(o, "spec", "replicas")),
                number("Current", o -> count(o, "status", "replicas")),
                number("Ready", o -> count(o, "status", "readyReplicas")), AGE, CONTAINERS, IMAGES,
                wide("Selector", o -> labels(Json.map(o, "spec", "selector"))));
        OtherColumns.add();
        AdminColumns.add();
    }

    static List<Column> of(Kind kind) {
        return ALL.getOrDefault(kind, List.of(NAME, new Column("Created At", "date", 0,
                o -> Json.text(o, "metadata", "creationTimestamp"))));
    }

    static boolean has(Kind kind) {
        return ALL.containsKey(kind);
    }

    static void columns(Kind kind, Column... columns) {
        ALL.put(kind, List.of(columns));
    }

    static Column text(String name, Function<Map<String, Object>, Object> cell) {
        return new Column(name, "string", 0, cell);
    }

    static Column text(String name, Object... path) {
        return text(name, o -> Json.text(o, path));
    }

    static Column number(String name, Function<Map<String, Object>, Object> cell) {
        return new Column(name, "integer", 0, cell);
    }

    static Column wide(String name, Function<Map<String, Object>, Object> cell) {
        return new Column(name, "string", 1, cell);
    }

    static long count(Map<String, Object> object, Object... path) {
        return Json.number(object, 0, path);
    }

    static String orNone(String text) {
        return text.isEmpty() ? "<none>" : text;
    }

    private static List<Map<String, Object>> containers(Object podOwner) {
        return Json.maps(podOwner, "spec", "template", "spec", "containers");
    }

    private static Object cronPod(Map<String, Object> cronJob) {
        return Json.at(cronJob, "spec", "jobTemplate");
    }

    private static String names(List<Map<String, Object>> objects, String field) {
        return objects.stream().map(o -> Json.text(o, field)).collect(Collectors.joining(","));
    }

    static String labels(Map<String, Object> labels) {
        return orNone(new TreeMap<>(labels).entrySet().stream().map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(",")));
    }

    private static String jobStatus(Map<String, Object> job) {
        for (var type : List.of("Complete", "Failed", "Suspended", "FailureTarget", "SuccessCriteriaMet")) {
            if (Json.maps(job, "status", "conditions").stream()
                    .anyMatch(c -> type.equals(c.get("type")) && "True".equals(c.get("status")))) {
                return type;
            }
        }
        return Json.at(job, "metadata", "deletionTimestamp") != null ? "Terminating" : "Running";
    }

    private static String completions(Map<String, Object> job) {
        var succeeded = count(job, "status", "succeeded");
        if (Json.at(job, "spec", "completions") != null) {
            return succeeded + "/" + count(job, "spec", "completions");
        }
        var parallel = count(job, "spec", "parallelism");
        return parallel > 1 ? succeeded + "/1 of " + parallel : succeeded + "/1";
    }

    private static String jobDuration(Map<String, Object> job) {
        var start = Json.text(job, "status", "startTime");
        var end = Json.text(job, "status", "completionTime");
        if (start.isEmpty()) {
            return "";
        }
        return end.isEmpty() ? Tables.age(start)
                : Tables.duration(Duration.between(Instant.parse(start), Instant.parse(end)));
    }

    private static String externalIp(Map<String, Object> service) {
        var external = Json.texts(service, "spec", "externalIPs");
        return switch (Json.text(service, "spec", "type")) {
            case "ExternalName" -> Json.text(service, "spec", "externalName");
            case "LoadBalancer" -> {
                var all = Stream.concat(ingressAddresses(service), external.stream()).toList();
                yield all.isEmpty() ? "<pending>" : String.join(",", all);
            }
            default -> external.isEmpty() ? "<none>" : String.join(",", external);
        };
    }

    private static Stream<String> ingressAddresses(Map<String, Object> object) {
        return Json.maps(object, "status", "loadBalancer", "ingress").stream()
                .map(i -> i.containsKey("ip") ? Json.text(i, "ip") : Json.text(i, "hostname"));
    }

    private static String ports(Map<String, Object> service) {
        return orNone(Json.maps(service, "spec", "ports").stream().map(port -> Json.text(port, "port")
                + (port.containsKey("nodePort") ? ":" + Json.text(port, "nodePort") : "") + "/"
                + Json.text(port, "protocol")).collect(Collectors.joining(",")));
    }

    private static String hosts(Map<String, Object> ingress) {
        var hosts = new LinkedHashSet<String>();
        Json.maps(ingress, "spec", "rules").forEach(rule -> hosts.add(Json.text(rule, "host")));
        hosts.remove("");
        return hosts.isEmpty() ? "*" : limited(List.copyOf(hosts));
    }

    private static String addresses(Map<String, Object> ingress) {
        return ingressAddresses(ingress).collect(Collectors.joining(","));
    }

    /** Three, then how many more. */
    static String limited(List<String> all) {
        return all.isEmpty() ? "<none>" : all.size() <= 3 ? String.join(",", all)
                : String.join(",", all.subList(0, 3)) + " + " + (all.size() - 3) + " more...";
    }

    private static String endpoints(Map<String, Object> endpoints) {
        return limited(Json.maps(endpoints, "subsets").stream().flatMap(subset -> Json.maps(subset, "ports").stream()
                .flatMap(port -> Json.maps(subset, "addresses").stream()
                        .map(address -> Json.text(address, "ip") + ":" + Json.text(port, "port")))).toList());
    }

    private static String nodeStatus(Map<String, Object> node) {
        var ready = Json.maps(node, "status", "conditions").stream()
                .anyMatch(c -> "Ready".equals(c.get("type")) && "True".equals(c.get("status")));
        return (ready ? "Ready" : "NotReady")
                + (Json.truth(node, "spec", "unschedulable") ? ",SchedulingDisabled" : "");
    }

    private static String roles(Map<String, Object> node) {
        var prefix = "node-role.kubernetes.io/";
        return orNone(Json.map(node, "metadata", "labels").keySet().stream().filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length())).sorted().collect(Collectors.joining(",")));
    }

    private static String address(Map<String, Object> node, String type) {
        return orNone(Json.maps(node, "status", "addresses").stream().filter(a -> type.equals(a.get("type")))
                .map(a -> Json.text(a, "address")).findFirst().orElse(""));
    }

    private static String phase(Map<String, Object> object) {
        return Json.at(object, "metadata", "deletionTimestamp") != null ? "Terminating"
                : Json.text(object, "status", "phase");
    }

    private static String claim(Map<String, Object> volume) {
        var claim = Json.map(volume, "spec", "claimRef");
        return claim.isEmpty() ? "" : Json.text(claim, "namespace") + "/" + Json.text(claim, "name");
    }

    private static String modes(List<String> modes) {
        return modes.stream().map(mode -> switch (mode) {
            case "ReadWriteOnce" -> "RWO";
            case "ReadOnlyMany" -> "ROX";
            case "ReadWriteMany" -> "RWX";
            default -> "RWOP";
        }).collect(Collectors.joining(","));
    }

    private static String storageClassName(Map<String, Object> storageClass) {
        var isDefault = Json.text(storageClass, "metadata", "annotations",
                "storageclass.kubernetes.io/is-default-class").equals("true");
        return Json.text(storageClass, "metadata", "name") + (isDefault ? " (default)" : "");
    }

    private static String seen(Map<String, Object> event, String field) {
        var time = Json.text(event, field);
        return Tables.age(time.isEmpty() ? Json.text(event, "eventTime") : time);
    }
}
