package demoapp.playground.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import demoapp.json.Json;
import demoapp.playground.store.Kinds;
import demoapp.playground.store.Registry;

/** The Node as the kubelet registers it. It says that it simulates: by a label and an annotation. */
final class NodeObject {
    private static final String MANAGER = "kubelet";

    private NodeObject() { }

    static void register(Registry registry, String name) {
        if (registry.store().get(Kinds.NODE, "", name).isPresent()) {
            return;
        }
        var labels = Json.object("beta.kubernetes.io/arch", "amd64", "beta.kubernetes.io/os", "linux",
                "demoapp/simulated", "true", "kubernetes.io/arch", "amd64", "kubernetes.io/hostname", name,
                "kubernetes.io/os", "linux");
        var annotations = Json.object("demoapp/simulated", "No container runs here: pods only behave as if they did.",
                "node.alpha.kubernetes.io/ttl", "0");
        registry.create(Kinds.NODE, "", Json.object("apiVersion", "v1", "kind", "Node",
                "metadata", Json.object("name", name, "labels", labels, "annotations", annotations),
                "spec", Json.object("podCIDR", "10.244.0.0/24", "podCIDRs", List.of("10.244.0.0/24"))), MANAGER);
        registry.updateStatus(Kinds.NODE, "", name, MANAGER, node -> {
            node.put("status", status(name, registry.clock().timestamp()));
            return node;
        });
    }

    private static Map<String, Object> status(String name, String now) {
        var resources = Json.object("cpu", "4", "ephemeral-storage", "100Gi", "hugepages-1Gi", "0",
                "hugepages-2Mi", "0", "memory", "16Gi", "pods", "110");
        return Json.object("capacity", resources, "allocatable", Json.copy(resources),
                "conditions", conditions(now),
                "addresses", List.of(Json.object("type", "InternalIP", "address", "10.245.0.2"),
                        Json.object("type", "Hostname", "address", name)),
                "daemonEndpoints", Json.object("kubeletEndpoint", Json.object("Port", 10250)),
                "nodeInfo", Json.object("machineID", "", "systemUUID", "", "bootID", "", "kernelVersion", "6.1.0",
                        "osImage", "simulated by demoapp's playground",
                        "containerRuntimeVersion", "containerd://1.6.20", "kubeletVersion", "v1.32.13",
                        "kubeProxyVersion", "v1.32.13", "operatingSystem", "linux", "architecture", "amd64"));
    }

    private static List<Object> conditions(String now) {
        var conditions = new ArrayList<Object>();
        conditions.add(condition("MemoryPressure", "False", "KubeletHasSufficientMemory",
                "kubelet has sufficient memory available", now));
        conditions.add(condition("DiskPressure", "False", "KubeletHasNoDiskPressure",
                "kubelet has no disk pressure", now));
        conditions.add(condition("PIDPressure", "False", "KubeletHasSufficientPID",
                "kubelet has sufficient PID available", now));
        conditions.add(condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now));
        return conditions;
    }

    private static Map<String, Object> condition(String type, String status, String reason, String message,
                                                 String now) {
        return Json.object("type", type, "status", status, "lastHeartbeatTime", now, "lastTransitionTime", now,
                "reason", reason, "message", message);
    }
}
