package demoapp.playground.rules;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import demoapp.json.Json;
import demoapp.playground.store.Registry;

/** Service: an address from 10.96/16 and, where its type says so, node ports from 30000-32767. */
final class ServiceRules extends Rules {
    private static final int DAY = 86_400;

    @Override
    List<String> nameFaults(String name) {
        return Names.label1035(name);
    }

    @Override
    public void defaults(Map<String, Object> object) {
        var spec = Json.child(object, "spec");
        spec.putIfAbsent("sessionAffinity", "None");
        spec.putIfAbsent("type", "ClusterIP");
        if (spec.get("sessionAffinity").equals("ClientIP")) {
            Json.child(Json.child(spec, "sessionAffinityConfig"), "clientIP").putIfAbsent("timeoutSeconds", 10800);
        } else {
            spec.remove("sessionAffinityConfig");
        }
        for (var port : Json.maps(spec, "ports")) {
            port.putIfAbsent("protocol", "TCP");
            if (Objects.equals(port.get("targetPort"), 0) || Objects.equals(port.get("targetPort"), "")) {
                port.put("targetPort", port.get("port"));
            }
        }
        var type = spec.get("type");
        if (reachable(spec)) {
            spec.putIfAbsent("externalTrafficPolicy", "Cluster");
        }
        if (!type.equals("ExternalName")) {
            spec.putIfAbsent("internalTrafficPolicy", "Cluster");
        }
        if (type.equals("LoadBalancer")) {
            spec.putIfAbsent("allocateLoadBalancerNodePorts", true);
        }
    }

    /** From outside the cluster: by a node's port or by an address that the user leads there. */
    private static boolean reachable(Map<String, Object> spec) {
        return outside(spec.get("type"))
                || "ClusterIP".equals(spec.get("type")) && !Json.list(spec, "externalIPs").isEmpty();
    }

    static boolean outside(Object type) {
        return Objects.equals(type, "NodePort") || Objects.equals(type, "LoadBalancer");
    }

    @Override
    public void admit(Map<String, Object> object, Registry registry) {
        object.put("status", Json.object("loadBalancer", Json.object()));
    }

    /** What belongs to a type that the service no longer has goes, unless it was changed too. */
    @Override
    public void prepare(Map<String, Object> object, Map<String, Object> old) {
        var spec = Json.child(object, "spec");
        if (old == null) {
            if (!Json.text(spec, "clusterIP").isEmpty()) {
                spec.putIfAbsent("clusterIPs", List.of(spec.get("clusterIP")));
            }
            return;
        }
        var before = Json.map(old, "spec");
        ServiceAddresses.keep(spec, before);
        if (outside(before.get("type")) && !outside(spec.get("type"))
                && nodePorts(spec).equals(nodePorts(before))) {
            Json.maps(spec, "ports").forEach(port -> port.remove("nodePort"));
        }
        if (reachable(before) && !reachable(spec)) {
            drop("externalTrafficPolicy", spec, before);
        }
        if ("LoadBalancer".equals(before.get("type")) && !"LoadBalancer".equals(spec.get("type"))) {
            List.of("allocateLoadBalancerNodePorts", "loadBalancerClass").forEach(name -> drop(name, spec, before));
        }
        if (checkedByPort(before) && !checkedByPort(spec)) {
            drop("healthCheckNodePort", spec, before);
        }
    }

    private static List<Object> nodePorts(Map<String, Object> spec) {
        return Json.maps(spec, "ports").stream().map(port -> (Object) Json.number(port, 0, "nodePort")).toList();
    }

    private static void drop(String name, Map<String, Object> spec, Map<String, Object> before) {
        if (Json.same(spec.get(name), before.get(name))) {
            spec.remove(name);
        }
    }

    /** Whether load balancers ask a port of its own which nodes have the service's pods. */
    static boolean checkedByPort(Map<String, Object> spec) {
        return "LoadBalancer".equals(spec.get("type")) && "Local".equals(spec.get("externalTrafficPolicy"));
    }

    @Override
    void validate(Map<String, Object> object, Causes causes) {
        var spec = Json.map(object, "spec");
        var type = Json.text(spec, "type");
        var ports = Json.maps(spec, "ports");
        var headless = Json.text(spec, "clusterIP").equals("None");
        if (ports.isEmpty() && !headless && !type.equals("ExternalName")) {
            causes.required("spec.ports");
        }
        if (type.equals("ExternalName")) {
            externalName(spec, causes);
        } else if (headless && outside(type)) {
            causes.invalid("spec.clusterIPs[0]", "None", "may not be set to 'None' for " + type + " services");
        }
        ServicePortRules.validate(ports, causes);
        MetadataRules.labels(Json.map(spec, "selector"), "spec.selector", causes);
        affinity(spec, causes);
        if (!type.equals("ExternalName")) {
            ServiceAddresses.validate(spec, causes);
        }
        var external = Json.texts(spec, "externalIPs");
        for (var i = 0; i < external.size(); i++) {
            address(external.get(i), "spec.externalIPs[" + i + "]", causes);
        }
        causes.oneOf("spec.type", type, "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        ServicePortRules.apart(ports, type, causes);
        balancing(spec, type, causes);
        traffic(spec, causes);
    }

    private static void externalName(Map<String, Object> spec, Causes causes) {
        for (var field : List.of("clusterIPs", "ipFamilies", "ipFamilyPolicy")) {
            if (spec.get(field) != null) {
                causes.forbidden("spec." + field, "may not be set for ExternalName services");
            }
        }
        var name = Json.text(spec, "externalName").replaceAll("\\.$", "");
        if (name.isEmpty()) {
            causes.required("spec.externalName");
        } else {
            causes.invalid("spec.externalName", name, Names.subdomain(name));
        }
    }

    private static void affinity(Map<String, Object> spec, Causes causes) {
        causes.oneOf("spec.sessionAffinity", spec.get("sessionAffinity"), "ClientIP", "None");
        var timeout = Json.at(spec, "sessionAffinityConfig", "clientIP", "timeoutSeconds");
        if ("ClientIP".equals(spec.get("sessionAffinity")) && timeout instanceof Number seconds
                && (seconds.longValue() <= 0 || seconds.longValue() > DAY)) {
            causes.invalid("spec.sessionAffinityConfig.clientIP.timeoutSeconds", timeout,
                    "must be greater than 0 and less than " + DAY);
        }
    }

    /** An address that traffic can be led to. */
    static void address(String address, String field, Causes causes) {
        if (!Names.ip(address)) {
            causes.invalid(field, address, Names.address(address));
        } else if (address.equals("0.0.0.0") || address.equals("::")) {
            causes.invalid(field, address, "may not be unspecified (" + address + ")");
        } else if (address.startsWith("127.") || address.equals("::1")) {
            causes.invalid(field, address, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        } else if (address.startsWith("169.254.")) {
            causes.invalid(field, address, "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        } else if (address.startsWith("224.0.0.")) {
            causes.invalid(field, address, "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }

    private static void balancing(Map<String, Object> spec, String type, Causes causes) {
        var balanced = type.equals("LoadBalancer");
        var ranges = Json.texts(spec, "loadBalancerSourceRanges");
        if (!ranges.isEmpty() && !balanced) {
            causes.forbidden("spec.LoadBalancerSourceRanges", "may only be used when `type` is 'LoadBalancer'");
        }
        for (var i = 0; i < ranges.size(); i++) {
            causes.invalid("spec.LoadBalancerSourceRanges[" + i + "]", ranges.get(i), Names.cidr(ranges.get(i).strip()));
        }
        for (var field : List.of("allocateLoadBalancerNodePorts", "loadBalancerClass")) {
            if (spec.get(field) != null && !balanced) {
                causes.forbidden("spec." + field, "may only be used when `type` is 'LoadBalancer'");
            }
        }
        if (balanced && spec.get("loadBalancerClass") != null) {
            causes.invalid("spec.loadBalancerClass", spec.get("loadBalancerClass"),
                    Names.qualified(Json.text(spec, "loadBalancerClass")));
        }
    }

    private static void traffic(Map<String, Object> spec, Causes causes) {
        var policy = Json.text(spec, "externalTrafficPolicy");
        if (reachable(spec)) {
            causes.oneOf("spec.externalTrafficPolicy", policy, "Cluster", "Local");
        } else if (!policy.isEmpty()) {
            causes.invalid("spec.externalTrafficPolicy", policy, "may only be set for externally-accessible services");
        }
        var port = Json.number(spec, 0, "healthCheckNodePort");
        if (port != 0 && !checkedByPort(spec)) {
            causes.invalid("spec.healthCheckNodePort", port,
                    "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'");
        } else if (port != 0) {
            causes.invalid("spec.healthCheckNodePort", port, Names.port(port));
        }
        if (spec.get("internalTrafficPolicy") != null) {
            causes.oneOf("spec.internalTrafficPolicy", spec.get("internalTrafficPolicy"), "Cluster", "Local");
        }
        if (spec.get("trafficDistribution") != null) {
            causes.oneOf("spec.trafficDistribution", spec.get("trafficDistribution"), "PreferClose");
        }
    }

    @Override
    void validateUpdate(Map<String, Object> object, Map<String, Object> old, Causes causes) {
        ServiceAddresses.validateUpdate(Json.map(object, "spec"), Json.map(old, "spec"), causes);
        var before = Json.map(old, "spec");
        var spec = Json.map(object, "spec");
        if ("LoadBalancer".equals(before.get("type")) && "LoadBalancer".equals(spec.get("type"))
                && !Json.same(before.get("loadBalancerClass"), spec.get("loadBalancerClass"))) {
            causes.invalid("spec.loadBalancerClass", spec.get("loadBalancerClass"), "may not change once set");
        }
        if (checkedByPort(before) && checkedByPort(spec)
                && !Json.same(before.get("healthCheckNodePort"), spec.get("healthCheckNodePort"))) {
            causes.forbidden("spec.healthCheckNodePort", "field is immutable");
        }
    }

    @Override
    public void allocate(Map<String, Object> object, Map<String, Object> old, Registry registry) {
        var spec = Json.child(object, "spec");
        if (Json.text(spec, "type").equals("ExternalName")) {
            spec.remove("internalTrafficPolicy");
        }
        ServiceAddresses.allocate(object, spec, old, registry);
        NodePorts.allocate(object, spec, old, registry);
    }
}
